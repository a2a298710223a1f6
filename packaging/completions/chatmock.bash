# Made by script/generate-command-line from --help.
# shellcheck shell=bash disable=SC2207 # the words have no spaces; paths are completed by -o filenames
_chatmock() {
  local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} verb=serve words=""
  COMPREPLY=()
  if [[ $COMP_CWORD -eq 1 ]]; then
    words="serve check types replay listen verify record diff health -h --help --version"
  else
    [[ ${COMP_WORDS[1]} == -* ]] || verb=${COMP_WORDS[1]}
  fi
  case $verb in
    serve)
      case $previous in
        --socket) :; return ;;
        --control) :; return ;;
        --control-host) :; return ;;
        --control-cors) :; return ;;
        --control-token) :; return ;;
        --tls) COMPREPLY=($(compgen -W "off auto" -- "$word")); return ;;
        --tls-cert) COMPREPLY=($(compgen -f -- "$word")); return ;;
        --tls-key) COMPREPLY=($(compgen -f -- "$word")); return ;;
        --tls-name) :; return ;;
        --fixtures) COMPREPLY=($(compgen -d -- "$word")); return ;;
        --contracts) COMPREPLY=($(compgen -d -- "$word")); return ;;
        --formats) COMPREPLY=($(compgen -W "warn assert" -- "$word")); return ;;
        --profile) :; return ;;
        --set) :; return ;;
        --seed) :; return ;;
        --clock) COMPREPLY=($(compgen -W "real manual" -- "$word")); return ;;
        --clock-start) :; return ;;
        --reload) COMPREPLY=($(compgen -W "on off" -- "$word")); return ;;
        --sandboxes) COMPREPLY=($(compgen -W "made auto" -- "$word")); return ;;
        --client) COMPREPLY=($(compgen -d -- "$word")); return ;;
        --ui) COMPREPLY=($(compgen -d -- "$word")); return ;;
        --log) COMPREPLY=($(compgen -W "text json" -- "$word")); return ;;
        --log-level) COMPREPLY=($(compgen -W "error warn info debug" -- "$word")); return ;;
      esac
      words+=" -h --help --socket --control --control-host --control-cors --control-token --tls --tls-cert --tls-key --tls-name --tls-only --fixtures --contracts --formats --profile --set --seed --clock --clock-start --reload --sandboxes --client --ui --log --log-level"
      ;;
    check)
      case $previous in
        --fixtures) COMPREPLY=($(compgen -d -- "$word")); return ;;
        --contracts) COMPREPLY=($(compgen -d -- "$word")); return ;;
        --formats) COMPREPLY=($(compgen -W "warn assert" -- "$word")); return ;;
      esac
      words="-h --help --fixtures --contracts --formats"
      ;;
    types)
      case $previous in
        --fixtures) COMPREPLY=($(compgen -d -- "$word")); return ;;
        --contracts) COMPREPLY=($(compgen -d -- "$word")); return ;;
        --formats) COMPREPLY=($(compgen -W "warn assert" -- "$word")); return ;;
        --profile) :; return ;;
      esac
      words="-h --help --fixtures --contracts --formats --profile"
      ;;
    replay)
      case $previous in
      esac
      words="-h --help"
      [[ $word == -* ]] || COMPREPLY=($(compgen -f -- "$word"))
      ;;
    listen)
      case $previous in
        --token) :; return ;;
        --auth) :; return ;;
        --eio) COMPREPLY=($(compgen -W "3 4" -- "$word")); return ;;
        --transport) COMPREPLY=($(compgen -W "polling websocket upgrade" -- "$word")); return ;;
        --namespace) :; return ;;
        --header) :; return ;;
        --ca) COMPREPLY=($(compgen -f -- "$word")); return ;;
        --for) :; return ;;
        --count) :; return ;;
      esac
      words="-h --help --token --auth --eio --transport --namespace --header --ca --insecure --for --count"
      ;;
    verify)
      case $previous in
        --token) :; return ;;
        --auth) :; return ;;
        --eio) COMPREPLY=($(compgen -W "3 4" -- "$word")); return ;;
        --transport) COMPREPLY=($(compgen -W "polling websocket upgrade" -- "$word")); return ;;
        --namespace) :; return ;;
        --header) :; return ;;
        --ca) COMPREPLY=($(compgen -f -- "$word")); return ;;
        --for) :; return ;;
        --contracts) COMPREPLY=($(compgen -d -- "$word")); return ;;
        --formats) COMPREPLY=($(compgen -W "warn assert" -- "$word")); return ;;
        --expect) :; return ;;
        --report) COMPREPLY=($(compgen -W "text json junit" -- "$word")); return ;;
      esac
      words="-h --help --token --auth --eio --transport --namespace --header --ca --insecure --for --contracts --formats --expect --strict --report --refused"
      ;;
    record)
      case $previous in
        --token) :; return ;;
        --auth) :; return ;;
        --eio) COMPREPLY=($(compgen -W "3 4" -- "$word")); return ;;
        --transport) COMPREPLY=($(compgen -W "polling websocket upgrade" -- "$word")); return ;;
        --namespace) :; return ;;
        --header) :; return ;;
        --ca) COMPREPLY=($(compgen -f -- "$word")); return ;;
        --for) :; return ;;
        --contracts) COMPREPLY=($(compgen -d -- "$word")); return ;;
        --out) COMPREPLY=($(compgen -d -- "$word")); return ;;
        --seed) :; return ;;
        --keep) :; return ;;
      esac
      words="-h --help --token --auth --eio --transport --namespace --header --ca --insecure --for --contracts --out --seed --keep --infer"
      ;;
    diff)
      case $previous in
      esac
      words="-h --help"
      [[ $word == -* ]] || COMPREPLY=($(compgen -d -- "$word"))
      ;;
    health)
      case $previous in
        --control) :; return ;;
        --wait) :; return ;;
      esac
      words="-h --help --control --wait"
      ;;
  esac
  COMPREPLY+=($(compgen -W "$words" -- "$word"))
}
complete -o filenames -F _chatmock chatmock
