package dev.treadle.test.net;

/// What a host, or a whole network, has done so far.
///
/// @param connections connections it made that were established
/// @param refusals connections it tried to make that were refused
/// @param bytes bytes of streams it sent
/// @param datagrams datagrams it sent
/// @param lostDatagrams those of them that nobody could receive: lost on the way, addressed to
///   nobody, or too many waiting already
public record NetStatistics(
    long connections, long refusals, long bytes, long datagrams, long lostDatagrams) {}
