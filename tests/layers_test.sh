#!/usr/bin/env bash
# tests/layers_test.sh [--self-test]: no include climbs. Greps every #include of the four folders and fails on one
# that a layer may not have ("One picture": gateway -> providers, filters -> store; providers and filters never meet).
# --self-test: makes small trees that break one rule each, and expects each to be found.
set -euo pipefail

# One line an include: "file line path".
includes() {
    grep -rnEo --include='*.cpp' --include='*.hpp' --include='*.in' '^[[:space:]]*#[[:space:]]*include[[:space:]]*[<"][^>"]+[>"]' \
        gateway filters providers store 2>/dev/null |
        sed -E 's/^([^:]+):([0-9]+):.*[<"]([^>"]+)[>"]$/\1 \2 \3/'
}

# Reads those lines, prints what is wrong.
judge() {
    awk '
    function wrong(why) { printf "%s:%s: %s: %s\n", $1, $2, $3, why }
    function house(path) { return path ~ /^(gateway|filters|providers|store|tests)\// }
    function is_io(path) {
        return path ~ /^boost\/(asio|beast)(\/|\.hpp)/ || path ~ /^openssl\/(ssl|bio)\.h/ ||
               path ~ /^(sys\/(socket|epoll)|netinet\/|arpa\/|netdb)/
    }
    {
        layer = $1; sub(/\/.*/, "", layer)
        if ($3 ~ /^\.\.?\//) { wrong("an include path starts at the root"); next }
        if ($3 ~ /^tests\//) { wrong("tests/ is nobody'"'"'s ground"); next }
        if (layer != "gateway" && is_io($3)) { wrong("only gateway/ may see sockets and TLS"); next }
        if ($1 ~ /^store\/model\//) {
            if (house($3) && $3 !~ /^store\/model\//) wrong("store/model is the ground floor")
            else if ($3 ~ /^boost\// && $3 !~ /^boost\/(system|assert)/) wrong("store/model has Boost.System only")
            else if ($3 ~ /\// && $3 !~ /^(store|boost)\//) wrong("store/model has the standard library and Boost.System only")
            next
        }
        if (layer == "store" && house($3) && $3 !~ /^store\//) wrong("store/ stands on itself")
        if (layer == "filters" && house($3) && $3 !~ /^(store\/model|filters)\//) wrong("filters/ may have store/model only")
        if (layer == "providers" && house($3) && $3 !~ /^(store\/model|providers)\//) wrong("providers/ may have store/model only")
        if ($1 ~ /^gateway\/sandbox\// && house($3) && $3 !~ /^(gateway\/sandbox|store\/model)\//)
            wrong("the sandbox is a second reader: nothing of providers, filters or the rest")
    }'
}

# expect_found WHAT FILE INCLUDE: a tree with that one include is refused; expect_fine the opposite.
made_up() {
    local tree
    tree=$(mktemp -d)
    mkdir -p "$tree/$(dirname "$1")" "$tree"/{gateway,filters,providers,store}
    printf '#pragma once\n#include %s\n' "$2" >"$tree/$1"
    (cd "$tree" && includes | judge)
    rm -rf "$tree"
}
expect_found() {
    [ -n "$(made_up "$1" "$2")" ] || { echo "not found: $1 with $2" >&2; return 1; }
}
expect_fine() {
    local said
    said=$(made_up "$1" "$2")
    [ -z "$said" ] || { echo "wrongly found: $said" >&2; return 1; }
}

self_test() {
    expect_found store/model/a.hpp '"store/store.hpp"'
    expect_found store/model/a.hpp '<boost/json.hpp>'
    expect_found store/model/a.hpp '<openssl/sha.h>'
    expect_found store/sqlite/a.cpp '"filters/consent/decide.hpp"'
    expect_found store/open.cpp '"gateway/judge.hpp"'
    expect_found filters/consent/a.cpp '"providers/dialect.hpp"'
    expect_found filters/consent/a.cpp '"store/store.hpp"'
    expect_found filters/classify/a.cpp '<boost/asio.hpp>'
    expect_found providers/sms/a.cpp '"filters/consent/decide.hpp"'
    expect_found providers/sms/a.cpp '"store/address/parse.hpp"'
    expect_found providers/sms/a.cpp '  <openssl/ssl.h>'
    expect_found providers/wire/a.hpp '<boost/beast/core.hpp>'
    expect_found gateway/sandbox/a.cpp '"providers/roster.hpp"'
    expect_found gateway/sandbox/a.cpp '"gateway/settings/settings.hpp"'
    expect_found gateway/a.cpp '"../store/store.hpp"'
    expect_found gateway/a.cpp '"tests/fakes/clock.hpp"'
    expect_fine store/model/a.hpp '<boost/system/result.hpp>'
    expect_fine store/model/a.hpp '"store/model/b.hpp"'
    expect_fine store/sqlite/a.cpp '"store/index/index.hpp"'
    expect_fine filters/consent/a.cpp '"store/model/send.hpp"'
    expect_fine providers/sms/a.cpp '<openssl/evp.h>'
    expect_fine gateway/a.cpp '"providers/roster.hpp"'
    expect_fine gateway/a.cpp '<boost/asio.hpp>'
    echo "layers: 23 made-up trees judged rightly"
}

if [ "${1:-}" = --self-test ]; then
    self_test
    exit
fi
cd "$(dirname "$0")/.."
all=$(includes)
problems=$(judge <<<"$all")
if [ -n "$problems" ]; then
    echo "$problems"
    exit 1
fi
count=$(wc -l <<<"$all")
[ "$count" -gt 50 ] || { echo "layers: only $count includes found: the grep is broken"; exit 1; }
echo "layers: $count includes, none climbs"
