/// Byte streams and what they come from: TCP, TLS, Unix sockets, memory; datagrams, files,
/// processes and signals.
@org.jspecify.annotations.NullMarked
package dev.treadle.io;
