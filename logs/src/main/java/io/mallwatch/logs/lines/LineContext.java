package io.mallwatch.logs.lines;

import java.time.Instant;
import java.time.ZoneId;

/// What a line itself may not say.
///
/// @param service who wrote it
/// @param zone of times that name none
/// @param now time of arrival; dates without a year lie before it
record LineContext(String service, ZoneId zone, Instant now) {}
