# Completion of doughy's command lines in bash (3.2 and later).
#
# Generated from the commands; to write it anew: python -m docs.generate.completion
# What is typed is looked up here. Only ids, e-mails and names are asked of doughy, which tells
# those that it has last listed, without its database.

@TABLES@
# _doughy_split: the words before the cursor into `typed`, as they were typed: bash would take
# ann@example.com and --status=new apart.
_doughy_split() {
    local line=${COMP_LINE:0:COMP_POINT} index piece last=-1
    typed=()
    for ((index = 0; index <= COMP_CWORD; index++)); do
        piece=${COMP_WORDS[index]}
        if ((last < 0)) || [[ -z $line || $line == [[:space:]]* ]]; then
            line=${line#"${line%%[![:space:]]*}"}
            last=$((last + 1))
            typed[last]=''
        fi
        # Of the last word, what is before the cursor.
        if ((index == COMP_CWORD)); then
            typed[last]+=$line
        else
            typed[last]+=$piece
            line=${line#"$piece"}
        fi
    done
}

# _doughy_words BEFORE WORD…: offer the words that begin as what was typed, after BEFORE.
_doughy_words() {
    local before=$1 word
    shift
    for word; do
        if [[ $word == "$current"* ]]; then COMPREPLY+=("$before$word"); fi
    done
}

_doughy_listed() {
    local before=$1 kind=$2 name about found=0 names=() lines=()
    while IFS=$'\t' read -r name about; do
        names[found]=$before$name
        lines[found]=$before$name${about:+"  ($about)"}
        found=$((found + 1))
    done < <("$program" __complete "$kind" "$current" 2>/dev/null)
    # What bash only shows, and does not insert, says which is which.
    if ((found > 1)) && [[ -z $before && " 33 63 64 " == *" ${COMP_TYPE:-9} "* ]]; then
        COMPREPLY+=("${lines[@]}")
    elif ((found)); then
        COMPREPLY+=("${names[@]}")
    fi
}

_doughy_files() {
    local before=$1 file
    compopt -o filenames 2>/dev/null
    while IFS= read -r file; do
        COMPREPLY+=("$before$file")
    done < <(compgen -f -- "$current")
}

# _doughy_offer BEFORE KINDS: see docs/generate/completion/words.py for the kinds.
_doughy_offer() {
    local before=$1 kinds=$2 kind
    while [[ $kinds ]]; do
        kind=${kinds%%;*}
        kinds=${kinds#"$kind"}
        kinds=${kinds#;}
        case $kind in
            'words '*) _doughy_words "$before" ${kind#words } ;;
            'comma '*)
                if [[ $current == *,* ]]; then
                    before=$before${current%,*},
                    current=${current##*,}
                fi
                _doughy_words "$before" ${kind#comma }
                compopt -o nospace 2>/dev/null
                ;;
            'sort '*)
                if [[ $current == -* ]]; then
                    before=$before-
                    current=${current#-}
                fi
                _doughy_words "$before" ${kind#sort }
                ;;
            'listed '*) _doughy_listed "$before" "${kind#listed }" ;;
            file) _doughy_files "$before" ;;
            program)
                if ((position)); then
                    _doughy_files "$before"
                else
                    while IFS= read -r kind; do COMPREPLY+=("$kind"); done < <(compgen -c -- "$current")
                fi
                ;;
        esac
    done
}

_doughy() {
    local IFS=$' \t\n' REPLY typed program path='' flag='' only='' position=0 index word current replaced=$2
    COMPREPLY=()
    _doughy_split
    program=${1/#~\//$HOME/}
    current=${typed[${#typed[@]} - 1]}
    for ((index = 1; index < ${#typed[@]} - 1; index++)); do
        word=${typed[index]}
        if [[ $flag ]]; then
            flag=''
        elif [[ -z $only && $word == -- ]]; then
            only=yes
        elif [[ -z $only && $word == -?* ]]; then
            if [[ $word != --*=* ]]; then
                _doughy_kind "$path $word"
                if [[ $REPLY ]]; then flag=$word; fi
            fi
        else
            _doughy_commands "$path"
            if [[ -z $REPLY ]]; then
                position=$((position + 1))
            elif [[ " $REPLY " == *" $word "* ]]; then
                path=${path:+$path }$word
            else
                return
            fi
        fi
    done

    word=$current
    if [[ $flag ]]; then
        _doughy_kind "$path $flag"
        _doughy_offer '' "$REPLY"
    elif [[ -z $only && $current == --*=* ]]; then
        flag=${current%%=*}
        current=${current#*=}
        _doughy_kind "$path $flag"
        _doughy_offer "$flag=" "$REPLY"
    elif [[ -z $only && $current == -* ]]; then
        _doughy_flags "$path"
        _doughy_words '' $REPLY
    else
        _doughy_commands "$path"
        if [[ $REPLY ]]; then
            _doughy_words '' $REPLY
        else
            _doughy_arguments "$path" "$position"
            _doughy_offer '' "$REPLY"
        fi
    fi

    # bash replaces no more than what it takes for the last word.
    replaced=${word%"$replaced"}
    if [[ $replaced ]]; then
        for index in "${!COMPREPLY[@]}"; do
            COMPREPLY[index]=${COMPREPLY[index]#"$replaced"}
        done
    fi
}

complete -o nosort -F _doughy doughy 2>/dev/null || complete -F _doughy doughy
