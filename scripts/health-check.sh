#!/usr/bin/env bash
# Health check of the mall for hosts without Java; `./mallwatch check URL` does the same and more.
# 用法: health-check.sh [URL]      环境变量: TIMEOUT（秒）、MAX_RETRIES、RETRY_PAUSE（秒）
# Exit codes: 0 all are good, 1 some failed, 2 usage.
set -uo pipefail # not -e: a failed check must not stop the others

API_BASE_URL=${1:-"http://localhost:3000"}
API_BASE_URL=${API_BASE_URL%/}
TIMEOUT=${TIMEOUT:-30}
MAX_RETRIES=${MAX_RETRIES:-3}
RETRY_PAUSE=${RETRY_PAUSE:-5}

if [ -t 1 ]; then
  RED=$'\033[0;31m' GREEN=$'\033[0;32m' YELLOW=$'\033[1;33m' NC=$'\033[0m'
else
  RED='' GREEN='' YELLOW='' NC=''
fi
log_info() { printf '%s[INFO]%s %s\n' "$GREEN" "$NC" "$1"; }
log_warn() { printf '%s[WARN]%s %s\n' "$YELLOW" "$NC" "$1"; }
log_error() { printf '%s[ERROR]%s %s\n' "$RED" "$NC" "$1"; }

if ! command -v curl >/dev/null 2>&1; then
  log_error "需要 curl"
  exit 2
fi

# Asks a path up to MAX_RETRIES times; tells each failed try when $2 is given.
ask() {
  local path=$1 tell=${2:-} i
  for ((i = 1; i <= MAX_RETRIES; i++)); do
    if curl -f -s -o /dev/null --max-time "$TIMEOUT" "$API_BASE_URL$path"; then
      return 0
    fi
    if [ -n "$tell" ]; then
      log_warn "❌ 第${i}次健康检查失败"
    fi
    if [ "$i" -lt "$MAX_RETRIES" ]; then
      sleep "$RETRY_PAUSE"
    fi
  done
  return 1
}

check_api_health() {
  if ask /health tell; then
    log_info "✅ API健康检查通过"
  else
    log_error "🚨 API健康检查失败，服务可能不可用"
    return 1
  fi
}

check_database_connection() {
  if ask /health/database; then
    log_info "✅ 数据库连接正常"
  else
    log_error "❌ 数据库连接失败"
    return 1
  fi
}

check_redis_connection() {
  if ask /health/redis; then
    log_info "✅ Redis连接正常"
  else
    log_error "❌ Redis连接失败"
    return 1
  fi
}

# Asks all four, whatever fails.
check_business_endpoints() {
  local endpoint failed=0
  for endpoint in /api/v1/users/health /api/v1/shops/health /api/v1/purchases/health /api/v1/points/health; do
    if ask "$endpoint"; then
      log_info "✅ $endpoint 正常"
    else
      log_error "❌ $endpoint 异常"
      failed=1
    fi
  done
  return "$failed"
}

main() {
  local failed_checks=0
  log_info "开始系统健康检查..."
  log_info "目标地址: $API_BASE_URL"
  check_api_health || failed_checks=$((failed_checks + 1))
  check_database_connection || failed_checks=$((failed_checks + 1))
  check_redis_connection || failed_checks=$((failed_checks + 1))
  check_business_endpoints || failed_checks=$((failed_checks + 1))
  if [ "$failed_checks" -eq 0 ]; then
    log_info "🎉 所有健康检查通过！"
  else
    log_error "💥 有 $failed_checks 项检查失败"
    exit 1
  fi
}

main
