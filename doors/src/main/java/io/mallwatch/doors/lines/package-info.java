/// Ports to which lines are sent without HTTP: syslog over UDP and TCP (RFC 3164, RFC 5424, RFC
/// 6587), and JSON lines over TCP as Logstash's `json_lines` takes them. Start at
/// [io.mallwatch.doors.lines.LineListeners].
@NullMarked
package io.mallwatch.doors.lines;

import org.jspecify.annotations.NullMarked;
