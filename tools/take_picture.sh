#!/bin/sh
# Takes docs/picture.png, the picture of the README: the HTML report of some of the examples.
# Needs rashomon, and chromium or chrome, on the PATH. Usage: tools/take_picture.sh
set -eu
cd "$(dirname "$0")/.."

for name in chromium chromium-browser google-chrome chrome; do
    browser=$(command -v "$name") && break
done || { echo "take_picture: no chromium on the PATH" >&2; exit 1; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
folder=examples/ferry-collision
rashomon read --quiet --together --html "$work/report.html" \
    "$folder/meridian-wire.txt" "$folder/northern-ledger.txt" "$folder/coastline-post.html" \
    "$folder/tin-hai-dang.txt" "$folder/manara-zarqa.txt" "$folder/nordlicht-kurier.txt" >"$work/report.txt"
"$browser" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
    --disable-background-networking --disable-component-update --disable-sync \
    --user-data-dir="$work/profile" --hide-scrollbars --force-device-scale-factor=1 \
    --window-size="${WIDTH:-1200},${HEIGHT:-2560}" --screenshot="$work/picture.png" \
    "file://$work/report.html" >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
mv "$work/picture.png" docs/picture.png
ls -l docs/picture.png
