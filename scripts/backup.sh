#!/usr/bin/env bash
# Backup of the mall for hosts without Java; `./mallwatch backup` does the same and proves it by a restore.
#
# 环境变量（必填）: DB_HOST、DB_USER、DB_PASSWORD（或 DB_PASSWORD_FILE）
#   可选: DB_PORT（3306）、DB_NAMES（空格分隔；默认全部业务库）、BACKUP_DIR、RETENTION_DAYS、KEEP_MIN（至少保留几份）、
#   UPLOADS_DIR、CONFIG_DIR、ENV_FILE、LOGS_DIR、CLOUD_STORAGE_BUCKET（需要 aws）、
#   BACKUP_KEY_FILE（用 openssl 加密；有 .env 要备份时必填）、TEXTFILE_DIR（node_exporter 的 textfile 目录，写出指标）
# 计划任务: 0 2 * * * /opt/mallwatch/scripts/backup.sh   恢复: scripts/restore.sh
# Exit codes: 0 good, 1 failed, 2 usage, 11 another run is under way.
set -euo pipefail
umask 077

BACKUP_DIR=${BACKUP_DIR:-"/backup/zhongdao-mall"}
DATE=$(date +%Y%m%d_%H%M%S)
RETENTION_DAYS=${RETENTION_DAYS:-7}
KEEP_MIN=${KEEP_MIN:-3}
UPLOADS_DIR=${UPLOADS_DIR:-/app/uploads}
CONFIG_DIR=${CONFIG_DIR:-/app/config}
ENV_FILE=${ENV_FILE:-/app/.env}
LOGS_DIR=${LOGS_DIR:-/app/logs}
RUN_DIR="$BACKUP_DIR/$DATE" # one folder a run: everything in it is verified, uploaded and deleted together

if [ -t 1 ]; then
  RED=$'\033[0;31m' GREEN=$'\033[0;32m' YELLOW=$'\033[1;33m' NC=$'\033[0m'
else
  RED='' GREEN='' YELLOW='' NC=''
fi
log_info() { printf '%s[INFO]%s %s\n' "$GREEN" "$NC" "$1"; }
log_warn() { printf '%s[WARN]%s %s\n' "$YELLOW" "$NC" "$1"; }
log_error() { printf '%s[ERROR]%s %s\n' "$RED" "$NC" "$1" >&2; }

OPTIONS_FILE=''
DONE=''
MADE=''
cleanup() {
  if [ -n "$OPTIONS_FILE" ]; then
    rm -f "$OPTIONS_FILE"
  fi
  # what is not whole must not look like a backup
  if [ -z "$DONE" ] && [ -n "$MADE" ]; then
    rm -rf "$RUN_DIR"
    log_error "💥 备份失败，已清理未完成的 $RUN_DIR"
  fi
}
trap cleanup EXIT

find_tool() {
  local tool
  for tool in "$@"; do
    if command -v "$tool" >/dev/null 2>&1; then
      command -v "$tool"
      return 0
    fi
  done
  log_error "需要 $1"
  return 1
}

# Encrypts a stream when a key is given, else passes it on.
seal() {
  if [ -n "${BACKUP_KEY_FILE:-}" ]; then
    openssl enc -aes-256-ctr -pbkdf2 -salt -pass "file:$BACKUP_KEY_FILE"
  else
    cat
  fi
}
unseal() {
  case $1 in
    *.enc) openssl enc -d -aes-256-ctr -pbkdf2 -pass "file:${BACKUP_KEY_FILE:?用密钥加密过，需要 BACKUP_KEY_FILE}" <"$1" ;;
    *) cat "$1" ;;
  esac
}
suffix() { [ -z "${BACKUP_KEY_FILE:-}" ] || printf '.enc'; }

# The password goes by a file that only we can read: a command line is seen by everybody.
write_options() {
  local password=${DB_PASSWORD:-}
  if [ -n "${DB_PASSWORD_FILE:-}" ]; then
    password=$(cat "$DB_PASSWORD_FILE")
  fi
  password=${password//\\/\\\\}
  password=${password//\"/\\\"}
  OPTIONS_FILE=$(mktemp)
  printf '[client]\nhost="%s"\nport="%s"\nuser="%s"\npassword="%s"\n' \
    "$DB_HOST" "${DB_PORT:-3306}" "$DB_USER" "$password" >"$OPTIONS_FILE"
}

database_names() {
  if [ -n "${DB_NAMES:-}" ]; then
    # shellcheck disable=SC2086 # names are separated by spaces
    printf '%s\n' $DB_NAMES
  else
    "$(find_tool mariadb mysql)" --defaults-extra-file="$OPTIONS_FILE" --batch --skip-column-names \
      -e "SELECT schema_name FROM information_schema.schemata WHERE schema_name NOT IN ('mysql','information_schema','performance_schema','sys')"
  fi
}

# One file a database, without USE: it can be restored beside the old one.
backup_database() {
  local dump name names target
  log_info "开始备份数据库..."
  dump=$(find_tool mariadb-dump mysqldump)
  names=$(database_names)
  if [ -z "$names" ]; then
    log_error "没有可以备份的数据库"
    return 1
  fi
  mkdir -p "$RUN_DIR/database"
  for name in $names; do
    target="$RUN_DIR/database/${name}_$DATE.sql.gz$(suffix)"
    "$dump" --defaults-extra-file="$OPTIONS_FILE" --single-transaction --quick --routines --triggers --events \
      --hex-blob "$name" | gzip | seal >"$target"
    log_info "✅ 数据库备份完成: $target"
  done
}

pack() { # folder, target
  tar -C "$(dirname "$1")" -czf - "$(basename "$1")" | seal >"$2"
}

backup_files() {
  log_info "开始备份文件..."
  mkdir -p "$RUN_DIR/files"
  if [ -d "$UPLOADS_DIR" ]; then
    pack "$UPLOADS_DIR" "$RUN_DIR/files/uploads_$DATE.tar.gz$(suffix)"
  else
    log_warn "未找到uploads目录"
  fi
  if [ -d "$CONFIG_DIR" ]; then
    pack "$CONFIG_DIR" "$RUN_DIR/files/config_$DATE.tar.gz$(suffix)"
  else
    log_warn "未找到config目录"
  fi
  if [ ! -f "$ENV_FILE" ]; then
    log_warn "未找到.env文件"
  elif [ -z "${BACKUP_KEY_FILE:-}" ]; then
    log_warn ".env 里有密钥，没有 BACKUP_KEY_FILE 不备份它"
  else
    pack "$ENV_FILE" "$RUN_DIR/files/env_$DATE.tar.gz.enc"
  fi
  log_info "✅ 文件备份完成"
}

backup_logs() {
  log_info "开始备份日志..."
  if [ -d "$LOGS_DIR" ]; then
    mkdir -p "$RUN_DIR/logs"
    pack "$LOGS_DIR" "$RUN_DIR/logs/logs_$DATE.tar.gz$(suffix)"
    log_info "✅ 日志备份完成"
  else
    log_warn "未找到日志目录"
  fi
}

# Reads every file through; a dump must have its last line, which gzip -t does not see.
verify_backup() {
  local file dumps=0
  log_info "开始验证备份..."
  while IFS= read -r -d '' file; do
    if ! unseal "$file" | gzip -t; then
      log_error "❌ 备份文件损坏: $file"
      return 1
    fi
    case $file in
      *.sql.gz | *.sql.gz.enc)
        dumps=$((dumps + 1))
        if ! unseal "$file" | gzip -dc | tail -n 3 | grep -q '^-- Dump completed'; then
          log_error "❌ 数据库备份文件损坏: $file 没有结尾行，转储被截断"
          return 1
        fi
        ;;
    esac
  done < <(find "$RUN_DIR" -type f -name '*.gz*' -print0)
  if [ "$dumps" -eq 0 ]; then
    log_error "❌ 没有数据库备份文件"
    return 1
  fi
  log_info "✅ 数据库备份文件完整"
  (cd "$RUN_DIR" && find . -type f ! -name SHA256SUMS -print0 | sort -z | xargs -0 sha256sum >SHA256SUMS)
  log_info "✅ 备份验证完成"
}

# Everything of this run, the dumps first of all.
upload_to_cloud() {
  local file
  if [ -z "${CLOUD_STORAGE_BUCKET:-}" ]; then
    return 0
  fi
  log_info "开始上传到云存储..."
  while IFS= read -r -d '' file; do
    aws s3 cp --only-show-errors "$file" "s3://$CLOUD_STORAGE_BUCKET/${file#"$BACKUP_DIR"/}"
  done < <(find "$RUN_DIR" -type f ! -name SHA256SUMS -print0)
  # last: where it is, the run is whole
  aws s3 cp --only-show-errors "$RUN_DIR/SHA256SUMS" "s3://$CLOUD_STORAGE_BUCKET/$DATE/SHA256SUMS"
  log_info "✅ 云存储上传完成"
}

# Whole runs only, by the date in their name; the newest KEEP_MIN stay however old they are.
cleanup_old_backups() {
  local limit name count=0
  log_info "开始清理过期备份..."
  limit=$(date -d "-$RETENTION_DAYS days" +%Y%m%d_%H%M%S)
  while IFS= read -r name; do
    count=$((count + 1))
    if [ "$count" -gt "$KEEP_MIN" ] && [[ $name < $limit ]]; then
      rm -rf "${BACKUP_DIR:?}/$name"
    fi
  done < <(find "$BACKUP_DIR" -mindepth 1 -maxdepth 1 -type d -printf '%f\n' |
    grep -E '^[0-9]{8}_[0-9]{6}$' | sort -r)
  log_info "✅ 过期备份清理完成"
}

write_metrics() {
  local now
  if [ -z "${TEXTFILE_DIR:-}" ]; then
    return 0
  fi
  now=$(date +%s)
  {
    printf 'backup_last_success_timestamp_seconds{backup="backup.sh"} %s\n' "$now"
    printf 'backup_verified_timestamp_seconds{backup="backup.sh"} %s\n' "$now"
    printf 'backup_max_age_seconds{backup="backup.sh"} 93600\n'
    printf 'backup_size_bytes{backup="backup.sh"} %s\n' "$(du -sb "$RUN_DIR" | cut -f1)"
  } >"$TEXTFILE_DIR/backup.prom.$$"
  chmod 644 "$TEXTFILE_DIR/backup.prom.$$"
  mv "$TEXTFILE_DIR/backup.prom.$$" "$TEXTFILE_DIR/backup.prom"
}

main() {
  if [ -z "${DB_HOST:-}" ] || [ -z "${DB_USER:-}" ] || [ -z "${DB_PASSWORD:-}${DB_PASSWORD_FILE:-}" ]; then
    log_error "需要环境变量 DB_HOST、DB_USER 与 DB_PASSWORD（或 DB_PASSWORD_FILE）"
    exit 2
  fi
  log_info "开始系统备份..."
  log_info "备份时间: $(date)"
  mkdir -p "$BACKUP_DIR"
  exec 9>"$BACKUP_DIR/.lock"
  if ! flock -n 9; then
    log_error "另一次备份正在进行"
    exit 11
  fi
  mkdir "$RUN_DIR"
  MADE=yes
  write_options
  backup_database
  backup_files
  backup_logs
  verify_backup
  upload_to_cloud
  DONE=yes
  write_metrics
  cleanup_old_backups
  log_info "🎉 系统备份完成！"
}

main
