package io.mallwatch.monitors.business.figure;

/// The same in Chinese and in English.
public record Words(String zh, String en) {}
