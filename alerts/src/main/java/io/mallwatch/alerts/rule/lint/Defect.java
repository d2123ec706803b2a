package io.mallwatch.alerts.rule.lint;

import io.mallwatch.alerts.rule.lint.Finding.Level;
import io.mallwatch.alerts.rule.lint.Finding.Words;

/// Everything that the lint can find. Codes are stable; texts take arguments as
/// [String#formatted(Object...)] does.
public enum Defect {
  DIVIDED_BY_ITSELF(
      Level.ERROR,
      "每个序列只除以它自己（两侧指标相同，只多了 %s），结果恒为 1",
      "each series is divided by itself alone (the same metric on both sides, %s added on one): the answer is always 1",
      "先对两侧分别求和，再相除",
      "sum each side before dividing"),
  RATIO_WITHOUT_SUMS(
      Level.WARNING,
      "比率两侧都没有汇总：只有标签完全相同的序列才能相除，每个实例各得一个比率",
      "neither side of the ratio is summed: only series with equal labels are divided, and every instance has a ratio of its own",
      "两侧都用 sum（需要区分时用 sum by）",
      "sum both sides; use sum by where it must be told apart"),
  JOIN_NEVER_MATCHES(
      Level.ERROR,
      "“%s”两侧的标签不可能相同：左侧 %s，右侧 %s",
      "the sides of '%s' can never have the same labels: %s on the left, %s on the right",
      "让两侧按同样的标签汇总，或写明 on(...)",
      "aggregate both sides by the same labels, or say on(...)"),
  QUANTILE_WITHOUT_LE(
      Level.ERROR,
      "histogram_quantile 的输入去掉了 le 标签，分位数算不出来",
      "histogram_quantile is given buckets without their le label; there is no quantile to find",
      "在 by 中保留 le",
      "keep le in the grouping"),
  QUANTILE_PER_SERIES(
      Level.WARNING,
      "分位数按每个实例、每条路由分别计算，没有 by (le) 汇总",
      "one quantile for every instance and label: buckets are not aggregated by (le)",
      "用 sum by (le) 汇总；需要区分时再加标签",
      "use sum by (le), with more labels where it must be told apart"),
  NAN_WHEN_IDLE(
      Level.WARNING,
      "没有流量时分母为 0，得到 NaN 或无穷大：告警要么沉默，要么误报",
      "without traffic the divisor is 0 and the answer NaN or infinite: the alert is silent or wrong",
      "给分母加上下限，如 (… > 0)；无流量另写一条规则",
      "guard the divisor, as in (... > 0), and watch for no traffic with a rule of its own"),
  DIVISOR_MAY_BE_ZERO(
      Level.INFO,
      "分母可能为 0（如还没有上报上限时）",
      "the divisor may be 0, such as before a limit is reported",
      "给分母加上下限，如 (… > 0)",
      "guard the divisor, as in (... > 0)"),
  UNIT_SLIP(
      Level.ERROR,
      "单位不符：%s 的单位是 %s，却与 %s 比较",
      "units differ: %s is in %s, yet it is compared with %s",
      "换算阈值，或换算表达式",
      "convert the threshold or the expression"),
  MOMENT_AS_AGE(
      Level.ERROR,
      "%s 是时刻（1970 年以来的秒数），却当作时长与 %s 比较",
      "%s is a moment (seconds since 1970), yet it is compared with %s as if it were an age",
      "用 time() 减去它",
      "subtract it from time()"),
  TEXT_UNIT(
      Level.WARNING,
      "文字与数值不符：%s 中的 $value 是 %s",
      "the text does not fit the number: $value in %s is %s",
      "%s",
      "%s"),
  SHORT_RANGE(
      Level.WARNING,
      "区间 [%s] 短于抓取间隔（%s）的 4 倍，丢一次抓取就没有结果",
      "the range [%s] is under four scrape intervals (%s): one lost scrape leaves nothing to compute",
      "把区间放宽到 %s 以上",
      "widen the range to %s or more"),
  PER_SERIES_THRESHOLD(
      Level.INFO,
      "阈值逐个序列比较：每个实例单独告警，合计超标也不会触发",
      "the threshold is held against each series alone: every instance alerts by itself, and their total never does",
      "先求和再比较（若本意就是逐个比较，可忽略）",
      "sum before comparing, unless each alone is what is meant"),
  COUNTER_WITHOUT_RATE(
      Level.WARNING,
      "%s 是只增不减的计数器，直接与 %s 比较，一旦超过就不再恢复",
      "%s is a counter, which only grows: compared with %s it never comes back once it has passed",
      "用 rate(...) 或 increase(...)",
      "use rate(...) or increase(...)"),
  RATE_OF_GAUGE(
      Level.WARNING,
      "%s 是测量值（gauge），不能求 %s：下降会被当成重启",
      "%s is a gauge; %s takes each fall for a restart",
      "用 deriv 或 delta",
      "use deriv or delta"),
  UNKNOWN_METRIC(
      Level.WARNING,
      "没有任何来源产生指标 %s%s",
      "nothing emits the metric %s%s",
      "改正名字，或先接入产生它的来源",
      "correct the name, or bring in what emits it"),
  UNKNOWN_LABEL(
      Level.WARNING,
      "指标 %s 没有标签 %s",
      "the metric %s has no label %s",
      "它的标签有：%s",
      "its labels are: %s"),
  LABEL_NEVER_MATCHES(
      Level.WARNING,
      "没有序列满足 %s：%s",
      "no series satisfies %s: %s",
      "改正标签或取值",
      "correct the label or the value"),
  LABEL_NOT_THERE(
      Level.WARNING,
      "%s 用到 $labels.%s，但表达式的结果里没有这个标签",
      "%s uses $labels.%s, a label that the expression does not leave",
      "把它加进 by (...)，或从文字里去掉",
      "add it to by (...), or leave it out of the text"),
  NO_CONDITION(
      Level.WARNING,
      "表达式没有条件：只要有数据就会触发",
      "the expression has no condition: it fires as long as there is data",
      "与阈值比较；比较后不要加 bool",
      "compare with a threshold, and without bool"),
  FOR_SHORTER_THAN_INTERVAL(
      Level.WARNING,
      "%s: %s 短于评估间隔 %s，实际要等满一个间隔",
      "%s: %s is shorter than the interval of evaluation, %s: it lasts one interval all the same",
      "取间隔的整数倍，或缩短间隔",
      "make it a multiple of the interval, or shorten the interval"),
  NO_SEVERITY(
      Level.WARNING,
      "没有 severity 标签：不会通知任何人",
      "there is no label severity: nobody is told",
      "加上 severity: critical、high、warning 或 info",
      "add severity: critical, high, warning or info"),
  UNKNOWN_SEVERITY(
      Level.WARNING,
      "severity 的值 %s 不是四个级别之一：按级别的通知不会发出",
      "severity %s is none of the four levels: routing by level tells nobody",
      "用 critical、high、warning 或 info",
      "use critical, high, warning or info"),
  NO_SUMMARY(
      Level.WARNING,
      "没有 summary 注释：收到的人不知道出了什么事",
      "there is no annotation summary: whoever is told does not know what happened",
      "用一句话写明出了什么事",
      "say in one sentence what has happened"),
  NO_RUNBOOK(
      Level.INFO,
      "没有 runbook_url 注释：收到的人不知道该做什么",
      "there is no annotation runbook_url: whoever is told does not know what to do",
      "写一页处置手册并链接到它",
      "write a runbook page and link it");

  private final Level level;
  private final String zh;
  private final String en;
  private final String adviceZh;
  private final String adviceEn;

  Defect(Level level, String zh, String en, String adviceZh, String adviceEn) {
    this.level = level;
    this.zh = zh;
    this.en = en;
    this.adviceZh = adviceZh;
    this.adviceEn = adviceEn;
  }

  /// Such as `ratio-without-sums`.
  public String code() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  public Level level() {
    return level;
  }

  Words what() {
    return new Words(zh, en);
  }

  Words advice() {
    return new Words(adviceZh, adviceEn);
  }
}
