/// Attacks and abuse, seen in log entries as they come in. [SecurityMonitor] reads each entry that
/// was stored, hands what it means to the detections of [Catalogue] and to Sigma rules, and keeps
/// what they find in [Findings]. Everything it remembers has a bound. Start with [SecurityMonitor].
@NullMarked
package io.mallwatch.monitors.security;

import org.jspecify.annotations.NullMarked;
