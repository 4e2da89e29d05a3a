#compdef doughy
# Completion of doughy's command lines in zsh.
#
# Generated from the commands; to write it anew: python -m docs.generate.completion
# What is typed is looked up here. Only ids, e-mails and names are asked of doughy, which tells
# those that it has last listed, without its database.

@TABLES@
_doughy_words() {
    compadd -o nosort -- "$@"
}

_doughy_listed() {
    local name about
    local -a names lines
    while IFS=$'\t' read -r name about; do
        names+=("$name")
        lines+=("$name${about:+  -- $about}")
    done < <("$program" __complete "$1" "$PREFIX" 2>/dev/null)
    (( $#names )) && compadd -o nosort -l -d lines -a names
}

# _doughy_offer KINDS: see docs/generate/completion/words.py for the kinds.
_doughy_offer() {
    local kind
    for kind in "${(@s:;:)1}"; do
        case $kind in
            'words '*) _doughy_words ${=kind#words } ;;
            'comma '*)
                compset -P '*,'
                compadd -o nosort -S '' -- ${=kind#comma }
                ;;
            'sort '*)
                compset -P -
                _doughy_words ${=kind#sort }
                ;;
            'listed '*) _doughy_listed ${kind#listed } ;;
            file) _files ;;
            program) if (( position )); then _files; else _command_names; fi ;;
        esac
    done
}

_doughy_offer_flags() {
    local REPLY each
    local -a flags
    _doughy_flags "$1"
    for each in ${=REPLY}; do
        _doughy_about "$1 $each"
        flags+=("$each:$REPLY")
    done
    _describe -o -V 'flag' flags
}

_doughy() {
    local REPLY program path_='' flag='' only='' word
    local -i position=0 index
    local -a reply
    program=${~words[1]}
    for (( index = 2; index < CURRENT; index++ )); do
        word=${(Q)words[index]}
        if [[ -n $flag ]]; then
            flag=''
        elif [[ -z $only && $word == -- ]]; then
            only=yes
        elif [[ -z $only && $word == -?* ]]; then
            if [[ $word != --*=* ]]; then
                _doughy_kind "$path_ $word"
                [[ -n $REPLY ]] && flag=$word
            fi
        else
            _doughy_commands "$path_"
            if [[ -z $REPLY ]]; then
                position+=1
            elif [[ " $REPLY " == *" $word "* ]]; then
                path_=${path_:+$path_ }$word
            else
                return 1
            fi
        fi
    done

    if [[ -n $flag ]]; then
        _doughy_kind "$path_ $flag"
        _doughy_offer "$REPLY"
    elif [[ -z $only && $PREFIX == --*=* ]]; then
        _doughy_kind "$path_ ${PREFIX%%=*}"
        compset -P '*='
        _doughy_offer "$REPLY"
    elif [[ -z $only && $PREFIX == -* ]]; then
        _doughy_offer_flags "$path_"
    else
        _doughy_summaries "$path_"
        if (( $#reply )); then
            _describe -V 'command' reply
        else
            _doughy_arguments "$path_" "$position"
            _doughy_offer "$REPLY"
        fi
    fi
}

# A file of $fpath is run when the first word is completed; one that is sourced only registers.
if [[ ${funcstack[1]} == _doughy ]]; then
    _doughy "$@"
elif (( $+functions[compdef] )); then
    compdef _doughy doughy
fi
