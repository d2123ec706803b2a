#!/usr/bin/env bash
# Brings back what backup.sh saved, for hosts without Java.
#
# 用法: restore.sh list                        有哪些备份
#       restore.sh verify [RUN]                校验（默认最新一份）
#       restore.sh database RUN NAME TARGET    把库 NAME 恢复为 TARGET；TARGET 已有表时拒绝，除非 FORCE=yes
#       restore.sh files RUN NAME FOLDER       把 uploads、config、env 或 logs 解到 FOLDER
# 环境变量: BACKUP_DIR、DB_HOST、DB_PORT、DB_USER、DB_PASSWORD（或 DB_PASSWORD_FILE）、BACKUP_KEY_FILE
# Exit codes: 0 good, 1 failed, 2 usage.
set -euo pipefail
umask 077

BACKUP_DIR=${BACKUP_DIR:-"/backup/zhongdao-mall"}
OPTIONS_FILE=''
trap '[ -z "$OPTIONS_FILE" ] || rm -f "$OPTIONS_FILE"' EXIT

say() { printf '%s\n' "$1"; }
fail() {
  printf '%s\n' "$1" >&2
  exit "${2:-1}"
}

runs() {
  find "$BACKUP_DIR" -mindepth 2 -maxdepth 2 -name SHA256SUMS -printf '%h\n' | xargs -r -n1 basename | sort -r
}

run_dir() {
  [[ $1 =~ ^[0-9]{8}_[0-9]{6}$ ]] || fail "不是一份备份: $1" 2
  [ -f "$BACKUP_DIR/$1/SHA256SUMS" ] || fail "没有这份备份，或它不完整: $1"
  printf '%s/%s' "$BACKUP_DIR" "$1"
}

unseal() {
  case $1 in
    *.enc) openssl enc -d -aes-256-ctr -pbkdf2 -pass "file:${BACKUP_KEY_FILE:?用密钥加密过，需要 BACKUP_KEY_FILE}" <"$1" ;;
    *) cat "$1" ;;
  esac
}

verify() {
  local dir
  dir=$(run_dir "$1")
  (cd "$dir" && sha256sum --quiet -c SHA256SUMS) || fail "❌ 备份文件损坏: $dir"
  say "✅ 备份验证完成: $1"
}

one_file() { # dir, pattern
  local found
  found=$(find "$1" -type f -name "$2" | head -n 1)
  [ -n "$found" ] || fail "备份里没有 $2"
  printf '%s' "$found"
}

client() {
  local tool
  tool=$(command -v mariadb || command -v mysql) || fail "需要 mariadb 或 mysql 客户端"
  "$tool" --defaults-extra-file="$OPTIONS_FILE" --default-character-set=utf8mb4 "$@"
}

restore_database() {
  local dir file name=$2 target=$3 password=${DB_PASSWORD:-}
  [[ $name =~ ^[A-Za-z0-9_-]+$ && $target =~ ^[A-Za-z0-9_-]+$ ]] || fail "库名不对" 2
  verify "$1"
  dir=$(run_dir "$1")
  file=$(one_file "$dir/database" "${name}_$1.sql.gz*")
  unseal "$file" | gzip -dc | tail -n 3 | grep -q '^-- Dump completed' || fail "❌ 转储被截断: $file"
  [ -z "${DB_PASSWORD_FILE:-}" ] || password=$(cat "$DB_PASSWORD_FILE")
  password=${password//\\/\\\\}
  password=${password//\"/\\\"}
  OPTIONS_FILE=$(mktemp)
  printf '[client]\nhost="%s"\nport="%s"\nuser="%s"\npassword="%s"\n' \
    "${DB_HOST:?}" "${DB_PORT:-3306}" "${DB_USER:?}" "$password" >"$OPTIONS_FILE"
  client -e "CREATE DATABASE IF NOT EXISTS \`$target\`"
  if [ -n "$(client --batch --skip-column-names -e "SHOW TABLES FROM \`$target\`")" ] && [ "${FORCE:-}" != yes ]; then
    fail "库 $target 里已有表；换一个名字，或确认后 FORCE=yes"
  fi
  unseal "$file" | gzip -dc | client "$target"
  say "✅ 已恢复 $name → $target"
}

restore_files() {
  local dir file
  verify "$1"
  dir=$(run_dir "$1")
  [[ $2 =~ ^(uploads|config|env|logs)$ ]] || fail "只有 uploads、config、env、logs" 2
  file=$(one_file "$dir" "$2_$1.tar.gz*")
  mkdir -p "$3"
  unseal "$file" | tar -xzf - -C "$3"
  say "✅ 已恢复 $2 → $3"
}

case "${1:-}" in
  list) runs ;;
  verify) verify "${2:-$(runs | head -n 1)}" ;;
  database) [ $# -eq 4 ] || fail "用法: restore.sh database RUN NAME TARGET" 2; restore_database "$2" "$3" "$4" ;;
  files) [ $# -eq 4 ] || fail "用法: restore.sh files RUN NAME FOLDER" 2; restore_files "$2" "$3" "$4" ;;
  *) sed -n '2,9p' "$0"; exit 2 ;;
esac
