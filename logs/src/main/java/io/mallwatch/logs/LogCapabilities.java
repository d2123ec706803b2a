package io.mallwatch.logs;

/// What a log engine can do; all-zero is the least capable, so a new field never over-promises.
///
/// @param fullText whether words are found by an index; else entries are scanned
/// @param tail whether new entries can be followed
/// @param exactFacets whether counts of values are exact
/// @param maxWindow deepest offset + limit served
/// @param ownIds whether entries keep the ids they are given, each once in its index
/// @param snapshots most that are held at once
public record LogCapabilities(
    boolean fullText,
    boolean tail,
    boolean exactFacets,
    int maxWindow,
    boolean ownIds,
    int snapshots) {}
