package dev.treadle.http.websocket;

import dev.treadle.seam.World;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/// Where masking keys come from.
///
/// Who chooses a payload must not be able to predict its key, or it could put a request of its own
/// choice on the wire and poison a proxy's cache (RFC 6455, 10.3). [World#random()] is predictable,
/// so in the real world this is a [SecureRandom], asked for many keys at once because each call
/// costs as much as sending a frame. In a simulation it is the world's, which follows the seed.
///
/// Not for several threads at a time.
final class MaskKeys {

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final int KEYS_AT_ONCE = 32;

  private final byte[] keys = new byte[KEYS_AT_ONCE * Integer.BYTES];
  private int used = keys.length;

  /// In a class of its own, so that only who needs it pays for its seed.
  private static final class Secure {
    static final SecureRandom RANDOM = new SecureRandom();
  }

  /// Fills an array with bytes that nobody can predict.
  static void fill(byte[] bytes) {
    var world = World.current();
    if (world.isSimulated()) {
      world.random().nextBytes(bytes);
    } else {
      Secure.RANDOM.nextBytes(bytes);
    }
  }

  int next() {
    if (used == keys.length) {
      fill(keys);
      used = 0;
    }
    int key = (int) INTS.get(keys, used);
    used += Integer.BYTES;
    return key;
  }
}
