/// A proxy in front of a server, which holds no answer in memory.
@org.jspecify.annotations.NullMarked
package dev.treadle.examples.proxy;
