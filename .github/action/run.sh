#!/usr/bin/env bash
# Runs originlint once and hands its report to GitHub: log, annotations, job summary, outputs, SARIF file. Ends with 0 whatever was
# found; the status is an output, so that what comes after can still be done before the job fails.
#
# ORIGINLINT_BIN      the program
# PULL_REQUEST_BASE   the commit that the pull request starts from, if the run is about one
# INPUT_…             the inputs of action.yml; nothing in them is ever evaluated
set -euo pipefail
# shellcheck source=.github/action/own-path.sh
. "${BASH_SOURCE[0]%/*}/own-path.sh"

directory=$(mktemp -d "${RUNNER_TEMP:?}/originlint.XXXXXX")
json=$directory/originlint.json
sarif=$directory/originlint.sarif

# From the root of the checkout, so that every report names files as the repository does.
cd "${GITHUB_WORKSPACE:?}"

arguments=(
  check
  --color=never
  --format="${INPUT_FORMAT:-text}"
  --output="json=$json"
  --output="sarif=$sarif"
  --output="github=$directory/annotations"
  --output="concise=$directory/lines"
)
if [[ -n ${INPUT_FAIL_ON:-} ]]; then arguments+=(--fail-on="$INPUT_FAIL_ON"); fi
if [[ ${INPUT_STRICT:-} == true ]]; then arguments+=(--strict); fi
if [[ ${INPUT_ALLOW_FAILURES:-} == true ]]; then arguments+=(--allow-failures); fi
if [[ -n ${INPUT_PERSONA:-} ]]; then arguments+=(--persona="$INPUT_PERSONA"); fi
if [[ ${INPUT_NO_IGNORE:-} == true ]]; then arguments+=(--no-ignore); fi
if [[ -n ${INPUT_CONFIG:-} ]]; then arguments+=(--config="$INPUT_CONFIG"); fi
if [[ -n ${INPUT_BASELINE:-} ]]; then arguments+=(--baseline="$INPUT_BASELINE"); fi
if [[ ${INPUT_CACHE:-} == true ]]; then arguments+=(--cache="$RUNNER_TEMP/originlint-cache"); fi
case ${INPUT_CHANGED_SINCE:-auto} in
  auto) since=${PULL_REQUEST_BASE:-} ;;
  none) since= ;;
  *) since=$INPUT_CHANGED_SINCE ;;
esac
if [[ -n $since ]]; then arguments+=(--changed-since="$since"); fi

paths=()
while IFS= read -r path || [[ -n $path ]]; do
  path=${path%$'\r'}
  case $path in
    '') continue ;;
    /* | [A-Za-z]:[/\\]*) paths+=("$path") ;;
    *) paths+=("${INPUT_WORKING_DIRECTORY:-.}/$path") ;;
  esac
done <<<"${INPUT_PATHS:-}"
if [[ ${#paths[@]} -eq 0 ]]; then paths=("${INPUT_WORKING_DIRECTORY:-.}"); fi

status=0
"${ORIGINLINT_BIN:-originlint}" "${arguments[@]}" -- "${paths[@]}" >"$directory/log" 2>"$directory/messages" || status=$?
# Anything but the documented statuses is a crash, or a program that could not be started.
case $status in
  0 | 1 | 2) ;;
  *)
    printf 'originlint: ended with status %s\n' "$status" >>"$directory/messages"
    status=2
    ;;
esac
touch "$json" "$sarif" "$directory/annotations" "$directory/lines"

# The log holds text of the scanned files, which must not be able to give the runner commands.
token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
printf '::stop-commands::%s\n' "$token"
cat "$directory/log" "$directory/messages"
printf '\n::%s::\n' "$token"
cat "$directory/annotations"

# The report is printed with one field a line, and a string cannot hold an unescaped quote or line end: no file name or message can
# look like one of these lines. The last of them count groups of findings, as the text report does.
count() { sed -n "s/^ *\"$1\": \([0-9][0-9]*\),\{0,1\}\$/\1/p" "$json" | tail -n 1; }
high=$(count high)
medium=$(count medium)
low=$(count low)
findings=$((${high:-0} + ${medium:-0} + ${low:-0}))
failures=$(grep -c '^      "kind": ' "$json" || true)

# Indented by four spaces, text is shown as it is and cannot end its block.
quoted() { head -n 200 "$1" | sed 's/^/    /'; }
{
  case $status in
    0 | 1) printf '## originlint: %s\n\n' "$([[ $findings -eq 1 ]] && echo '1 finding' || echo "$findings findings")" ;;
    *) printf '## originlint: the run cannot be trusted\n\n' ;;
  esac
  printf '| high | medium | low | not analysed |\n|---|---|---|---|\n'
  printf '| %s | %s | %s | %s |\n\n' "${high:-–}" "${medium:-–}" "${low:-–}" "$failures"
  if [[ -s $directory/lines ]]; then
    quoted "$directory/lines"
    if [[ $findings -gt 200 ]]; then printf '\nThe first 200 of %s are shown.\n' "$findings"; fi
    printf '\n'
  fi
  if [[ -s $directory/messages ]]; then
    printf 'Messages of the run:\n\n'
    quoted "$directory/messages"
    printf '\n'
  fi
} >>"${GITHUB_STEP_SUMMARY:?}"

{
  printf 'status=%s\n' "$status"
  printf 'findings=%s\nhigh=%s\nmedium=%s\nlow=%s\n' "$findings" "${high:-0}" "${medium:-0}" "${low:-0}"
  printf 'failures=%s\n' "$failures"
  if [[ -s $json ]]; then printf 'json=%s\n' "$json"; fi
  if [[ -s $sarif ]]; then printf 'sarif=%s\n' "$sarif"; fi
} >>"${GITHUB_OUTPUT:?}"
