#!/usr/bin/env bash
# Brings PublicAPI.Unshipped.txt of the named packages (all, if none is named) in line with the code: run it, then read the diff.
set -euo pipefail
cd "$(dirname "$0")/.."
packages=("$@")
[ ${#packages[@]} -gt 0 ] || packages=(WorkQueue Client Informers Reconcilers Testing)
for package in "${packages[@]}"; do
  file="src/$package/PublicAPI.Unshipped.txt"
  for _ in 1 2; do
    log=$(dotnet build "src/$package/$package.csproj" --no-incremental -p:BuildProjectReferences=true 2>&1 || true)
    gone=$(grep -oP "RS0017: Symbol '\K.*?(?=' is part of the declared API)" <<<"$log" | sort -u || true)
    new=$(grep -oP "src/$package/.*RS0016: Symbol '\K.*?(?=' is not part of the declared public API)" <<<"$log" | sort -u || true)
    { echo '#nullable enable'; { grep -v '^#nullable' "$file" || true; echo "$new"; } | { grep -vxF "${gone:-$'\x01'}" || true; } | sed '/^$/d' | LC_ALL=C sort -u; } > "$file.new"
    mv "$file.new" "$file"
  done
  echo "$package: $(($(wc -l < "$file") - 1)) public members"
done
