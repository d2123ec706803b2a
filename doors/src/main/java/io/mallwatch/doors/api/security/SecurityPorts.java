package io.mallwatch.doors.api.security;

/// What the resources of security stand on.
public record SecurityPorts(SecurityView findings, DrillsView drills) {}
