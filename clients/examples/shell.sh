#!/bin/sh
# A shop's Monday morning: its groups of customers, and who is about to leave. Needs only a shell.
# usage: [TENURE=path/to/tenure] sh shell.sh orders.csv
set -eu
[ $# -eq 1 ] || { echo "usage: sh shell.sh orders.csv" >&2; exit 2; }
file=$(printf '%s' "$1" | sed 's/["\\]/\\&/g')

ask() { printf '{"jsonrpc":"2.0","id":"%s","method":"%s","params":%s}\n' "$1" "$2" "$3"; }

# The file is read once; answers come as they are ready, an id tells which is which.
answers=$({
  ask load loadDataset "{\"path\":\"$file\",\"name\":\"shop\"}"
  ask groups segment '{"dataset":"shop","limit":0}'
  ask leaving predictChurn '{"dataset":"shop","limit":5,"format":"csv"}'
} | "${TENURE:-tenure}")

# The text of a member, by name, in the answer to a request.
text() {
  printf '%s\n' "$answers" | grep "^{\"jsonrpc\":\"2.0\",\"id\":\"$1\"" |
    sed -nE "s/.*\"$2\":\"(([^\"\\\\]|\\\\.)*)\".*/\\1/p" | sed 's/\\"/"/g; s/\\r\\n/\n/g'
}

case $answers in
  *'"error":{'*) for id in load groups leaving; do text $id message; done >&2; exit 1 ;;
esac
text groups summary
text leaving summary
echo
text leaving customers | cut -d, -f1-3 | tr , '\t'
