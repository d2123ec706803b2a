package io.mallwatch.logs;

/// What a log engine can do; all-zero is the least capable, so a new field never over-promises.
///
/// @param fullText whether words are found by an index; else entries are scanned
/// @param tail whether new entries can be followed
/// @param exactFacets whether counts of values are exact
/// @param maxWindow deepest offset + limit served
public record LogCapabilities(boolean fullText, boolean tail, boolean exactFacets, int maxWindow) {}
