/// A chat in the browser: WebSockets, and a broadcast that connects them.
@org.jspecify.annotations.NullMarked
package dev.treadle.examples.chat;
