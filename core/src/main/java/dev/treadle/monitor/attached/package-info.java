/// What enters another program for a moment, to ask it for its tasks.
package dev.treadle.monitor.attached;
