# Runs one job and writes into its record how it went.
#
# Started as "sh shim JOB-ID" in a session of its own, with an empty environment and the order on
# standard input. A line of the order is a letter that says what it is, and a text; where the letter
# is a capital one, the text has its special bytes written as \0ooo. All data stays in variables:
# eval sees only names that are counted here.
trap '' HUP INT QUIT TERM
umask 077

openlauncher_count=0
openlauncher_arguments=
openlauncher_variables=
openlauncher_merge=
openlauncher_complete=
while IFS= read -r openlauncher_line; do
  openlauncher_text=${openlauncher_line#?}
  case $openlauncher_line in
    [A-Z]*)
      openlauncher_text=$(printf '%b.' "$openlauncher_text")
      openlauncher_text=${openlauncher_text%.}
      ;;
  esac
  case $openlauncher_line in
    [rR]*) openlauncher_record=$openlauncher_text ;;
    [tT]*) openlauncher_token=$openlauncher_text ;;
    [uU]*) openlauncher_umask=$openlauncher_text ;;
    [dD]*) openlauncher_directory=$openlauncher_text ;;
    [iI]*) openlauncher_input=$openlauncher_text ;;
    [oO]*) openlauncher_output=$openlauncher_text ;;
    [eE]*) openlauncher_errors=$openlauncher_text ;;
    [mM]*) openlauncher_merge=yes ;;
    [aA]*)
      openlauncher_count=$((openlauncher_count + 1))
      eval "openlauncher_$openlauncher_count=\$openlauncher_text"
      openlauncher_arguments="$openlauncher_arguments \"\$openlauncher_$openlauncher_count\""
      ;;
    [vV]*)
      openlauncher_count=$((openlauncher_count + 1))
      eval "openlauncher_$openlauncher_count=\$openlauncher_text"
      openlauncher_variables="$openlauncher_variables \"\$openlauncher_$openlauncher_count\""
      ;;
    .) openlauncher_complete=yes ;;
  esac
done
[ "$openlauncher_complete" = yes ] && [ -f "$openlauncher_record" ] || exit 1
exec </dev/null 9<>"$openlauncher_record"

# Whoever started this may have died meanwhile, and its successor taken the order back.
IFS=' ' read -r openlauncher_version openlauncher_found openlauncher_rest <&9
[ "$openlauncher_found" = "$openlauncher_token" ] || exit 1

identify() {
  IFS=' ' read -r openlauncher_pid skip skip skip skip skip skip skip skip skip skip skip skip skip \
    skip skip skip skip skip skip skip openlauncher_start skip </proc/self/stat
}

refuse() {
  printf 'refused %s .\n' "$1" >&9
  exit 1
}

identify
openlauncher_shim="$openlauncher_pid $openlauncher_start"

# In the foreground, since a shell has jobs of the background ignore SIGINT.
(
  trap - HUP INT QUIT TERM
  identify
  cd -- "$openlauncher_directory" || refuse directory
  command exec <"$openlauncher_input" || refuse input
  command exec >"$openlauncher_output" || refuse output
  if [ "$openlauncher_merge" = yes ]; then
    command exec >>"$openlauncher_output" 2>&1 || refuse output
  else
    command exec 2>"$openlauncher_errors" || refuse errors
  fi
  umask "$openlauncher_umask"
  printf 'started %s %s %s .\n' "$openlauncher_pid" "$openlauncher_start" "$openlauncher_shim" >&9
  unset PWD OLDPWD SHLVL
  eval "export $openlauncher_variables"
  eval "set -- $openlauncher_arguments"
  exec "$@" 9>&-
)
openlauncher_code=$?
times >&9
printf 'ended %s .\n' "$openlauncher_code" >&9
