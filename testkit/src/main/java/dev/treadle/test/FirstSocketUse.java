package dev.treadle.test;

import dev.treadle.seam.Network;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.ServiceLoader;

/// The first wait for a socket on a virtual thread: the JVM starts its pollers then, and so does
/// the real [Network] if there is one. Their descriptors look like those of anybody's selector, and
/// threads that are started inside a simulation end with it.
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
    ServiceLoader.load(Network.class, Network.class.getClassLoader())
        .findFirst()
        .ifPresent(FirstSocketUse::use);
  }

  private static void use(Network network) {
    try (var listener =
        network.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1)) {
      listener.onReadable(() -> {});
    } catch (IOException e) {
      // As above.
    }
  }
}
