/// The real network: the JDK's non-blocking channels, and pollers that wake whoever waits for one.
@org.jspecify.annotations.NullMarked
package dev.treadle.io.nio;
