/// Files and directories, in which every wait can be cancelled and none holds a carrier thread.
@org.jspecify.annotations.NullMarked
package dev.treadle.io.file;
