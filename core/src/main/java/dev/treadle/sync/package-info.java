/// What tasks agree with each other by: locks, events, permits, rates. Every wait here can be
/// cancelled, and a cancelled one leaves nothing behind.
package dev.treadle.sync;
