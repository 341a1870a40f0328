package dev.treadle.test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;

/// The first wait for a socket on a virtual thread: the JVM starts its pollers then, whose
/// descriptors look like those of anybody's selector.
final class FirstSocketUse implements Runnable {

  private static boolean done;

  /// Has it happen now, once in a JVM.
  static synchronized void ensure() {
    if (done) {
      return;
    }
    done = true;
    boolean interrupted = false;
    var thread = Thread.ofVirtual().start(new FirstSocketUse());
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void run() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      socket.setSoTimeout(1);
      socket.accept().close();
    } catch (SocketTimeoutException expected) {
      // The wait is all that was wanted.
    } catch (IOException e) {
      // A JVM without sockets has no pollers either.
    }
  }
}
