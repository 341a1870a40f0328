package dev.treadle.http.client;

/// What a client's connections do at a moment.
///
/// @param open how many there are, those that are being opened or closed included
/// @param idle how many of them nobody uses
/// @param waiting how many tasks wait for one
public record PoolStatistics(int open, int idle, int waiting) {}
