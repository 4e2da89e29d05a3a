# Completion of doughy's command lines in fish (3.1 and later).
#
# Generated from the commands; to write it anew: python -m docs.generate.completion
# What is typed is looked up here. Only ids, e-mails and names are asked of doughy, which tells
# those that it has last listed, without its database.

@TABLES@
# __doughy_offer KINDS BEFORE TYPED: see docs/generate/completion/words.py for the kinds.
function __doughy_offer
    for kind in (string split ';' -- $argv[1])
        set -l words (string split ' ' -- $kind)
        set -l before $argv[2]
        set -l typed $argv[3]
        switch $words[1]
            case words
                printf '%s\n' $before$words[2..-1]
            case comma
                if set -l given (string match -r '.*,' -- $typed)
                    set before $before$given
                end
                printf '%s\n' $before$words[2..-1]
            case sort
                if string match -q -- '-*' $typed
                    set before $before-
                end
                printf '%s\n' $before$words[2..-1]
            case listed
                set -l found ($__doughy_program __complete $words[2] $typed 2>/dev/null)
                test (count $found) -gt 0; and printf '%s\n' $before$found
            case file
                set -l found (__fish_complete_path $typed)
                test (count $found) -gt 0; and printf '%s\n' $before$found
            case program
                complete -C "$typed"
        end
    end
end

function __doughy_complete
    set -l words (commandline -opc)
    set -l typed (commandline -ct)
    set -l path ''
    set -l flag ''
    set -l only ''
    set -l position 0
    set -g __doughy_program (string replace -r '^~/' "$HOME/" -- $words[1])
    for word in $words[2..-1]
        if test -n "$flag"
            set flag ''
        else if test -z "$only" -a "$word" = --
            set only yes
        else if test -z "$only"; and string match -q -- '-?*' $word
            if not string match -q -- '--*=*' $word
                set -l kind (__doughy_kind "$path $word")
                test -n "$kind"; and set flag $word
            end
        else
            set -l commands (__doughy_commands "$path")
            if test (count $commands) -eq 0
                set position (math $position + 1)
            else if string match -q -- "$word"\t'*' $commands
                set path (string trim -- "$path $word")
            else
                return
            end
        end
    end

    if test -n "$flag"
        __doughy_offer (__doughy_kind "$path $flag") '' "$typed"
    else if test -z "$only"; and string match -q -- '--*=*' $typed
        set -l halves (string split -m 1 = -- $typed)
        __doughy_offer (__doughy_kind "$path $halves[1]") "$halves[1]=" "$halves[2]"
    else if test -z "$only"; and string match -q -- '-*' $typed
        for each in (__doughy_flags "$path")
            printf '%s\t%s\n' $each (__doughy_about "$path $each")
        end
    else
        set -l commands (__doughy_commands "$path")
        if test (count $commands) -gt 0
            printf '%s\n' $commands
        else
            __doughy_offer (__doughy_arguments "$path" $position) '' "$typed"
        end
    end
end

complete -c doughy -e
complete -c doughy -f -k -a '(__doughy_complete)'
