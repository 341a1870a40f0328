/// What the operating system only gives to a thread that waits for it (pipes, terminals, events of
/// directories), for tasks, which can be cancelled. Shared inside this module.
@org.jspecify.annotations.NullMarked
package dev.treadle.io.pipe;
