# Completion of doughy's command lines in PowerShell (7 and later).
#
# Generated from the commands; to write it anew: python -m docs.generate.completion
# What is typed is looked up here. Only ids, e-mails and names are asked of doughy, which tells
# those that it has last listed, without its database.

@TABLES@
function global:__DoughyUsual($table, $path, $flag) {
    if ($table.own.ContainsKey("$path $flag")) { return $table.own["$path $flag"] }
    return $table.usual[$flag]
}

function global:__DoughyResult($text, $about, $type) {
    if (-not $about) { $about = $text }
    [System.Management.Automation.CompletionResult]::new($text, $text, $type, $about)
}

# See docs/generate/completion/words.py for the kinds.
function global:__DoughyOffer($program, $kinds, $before, $typed, $position) {
    foreach ($kind in ([string]$kinds).Split(';')) {
        $first, $words = $kind.Split(' ')
        $words = @($words)  # one word alone would be a string
        switch ($first) {
            'comma' {
                $cut = $typed.LastIndexOf(',') + 1
                $before += $typed.Substring(0, $cut)
                $typed = $typed.Substring($cut)
            }
            'sort' {
                if ($typed.StartsWith('-')) { $before += '-'; $typed = $typed.Substring(1) }
            }
            'listed' {
                & $program __complete $words[0] $typed 2>$null | ForEach-Object {
                    $name, $about = $_.Split("`t", 2)
                    __DoughyResult "$before$name" $about 'ParameterValue'
                }
            }
            'program' {
                if ($position -eq 0) {
                    [System.Management.Automation.CompletionCompleters]::CompleteCommand($typed)
                }
            }
        }
        if ($first -eq 'file' -or ($first -eq 'program' -and $position -gt 0)) {
            [System.Management.Automation.CompletionCompleters]::CompleteFilename($typed) |
                ForEach-Object {
                    __DoughyResult "$before$($_.CompletionText)" $_.ToolTip 'ParameterValue'
                }
        }
        if ($first -in 'words', 'comma', 'sort') {
            foreach ($word in $words) {
                if ($word.StartsWith($typed)) {
                    __DoughyResult "$before$word" $word 'ParameterValue'
                }
            }
        }
    }
}

Register-ArgumentCompleter -Native -CommandName 'doughy' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $tables = $global:__DoughyTables
    $elements = @($commandAst.CommandElements | Where-Object {
            $_.Extent.EndOffset -lt $cursorPosition -or
            ($_.Extent.EndOffset -eq $cursorPosition -and -not $wordToComplete)
        } | ForEach-Object { $_.Extent.Text.Trim("'", '"') })
    $program = $elements[0]
    $typed = $wordToComplete.Trim("'", '"')
    $path = ''; $flag = ''; $only = $false; $position = 0
    foreach ($word in ($elements | Select-Object -Skip 1)) {
        if ($flag) { $flag = '' }
        elseif (-not $only -and $word -eq '--') { $only = $true }
        elseif (-not $only -and $word -like '-?*') {
            if ($word -notlike '--*=*' -and (__DoughyUsual $tables.kinds $path $word)) { $flag = $word }
        }
        elseif (-not $tables.commands.ContainsKey($path)) { $position++ }
        elseif ($tables.commands[$path].Contains($word)) { $path = "$path $word".Trim() }
        else { return }
    }

    if ($flag) {
        __DoughyOffer $program (__DoughyUsual $tables.kinds $path $flag) '' $typed $position
    }
    elseif (-not $only -and $typed -like '--*=*') {
        $flag, $typed = $typed.Split('=', 2)
        __DoughyOffer $program (__DoughyUsual $tables.kinds $path $flag) "$flag=" $typed $position
    }
    elseif (-not $only -and $typed.StartsWith('-')) {
        foreach ($each in $tables.flags[$path].Split(' ')) {
            if ($each.StartsWith($typed)) {
                __DoughyResult $each (__DoughyUsual $tables.about $path $each) 'ParameterName'
            }
        }
    }
    elseif ($tables.commands.ContainsKey($path)) {
        foreach ($each in $tables.commands[$path].GetEnumerator()) {
            if ($each.Key.StartsWith($typed)) { __DoughyResult $each.Key $each.Value 'Command' }
        }
    }
    else {
        $kinds = $tables.arguments[$path]
        $kind = $kinds[[Math]::Min($position, $kinds.Count - 1)]
        __DoughyOffer $program $kind '' $typed $position
    }
}
