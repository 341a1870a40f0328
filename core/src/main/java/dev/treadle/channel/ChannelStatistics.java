package dev.treadle.channel;

/// What a channel holds and what went through it, at about one moment.
///
/// The numbers are read one after the other: while others use the channel they need not add up.
/// Once it is quiet, `sent = received + undelivered + buffered`.
///
/// {@snippet class=dev.treadle.channel.ChannelSnippets region=statistics lang=java}
///
/// @param buffered elements that were sent and not yet received
/// @param waitingSenders who waits for room, selects included
/// @param waitingReceivers who waits for an element, selects included
/// @param sent elements sent since the channel was made
/// @param received elements received since then
/// @param undelivered elements that were sent and that nobody will receive
public record ChannelStatistics(
    long buffered,
    int waitingSenders,
    int waitingReceivers,
    long sent,
    long received,
    long undelivered) {}
