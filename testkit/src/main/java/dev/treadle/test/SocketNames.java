package dev.treadle.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Names for sockets, which a descriptor only points to by number: protocol and addresses, as the
/// tables in `/proc/self/net` tell (proc(5)).
///
/// @param names by inode
record SocketNames(Map<String, String> names) {

  private static final Path TABLES = Path.of("/proc/self/net");
  private static final String LISTENING = "0A";

  /// Reads the tables that are there.
  static SocketNames read() {
    return read(TABLES);
  }

  static SocketNames read(Path folder) {
    var names = new HashMap<String, String>();
    for (var protocol : List.of("tcp", "tcp6", "udp", "udp6", "unix")) {
      try (var rows = Files.lines(folder.resolve(protocol))) {
        rows.skip(1).forEach(row -> add(names, protocol, row.strip().split("\\s+")));
      } catch (IOException | UncheckedIOException e) {
        // Without the table its sockets go by their numbers.
      }
    }
    return new SocketNames(names);
  }

  /// Returns a descriptor's target, with addresses if it is a known socket.
  String describe(String target) {
    if (!target.startsWith("socket:[")) {
      return target;
    }
    var name = names.get(target.substring("socket:[".length(), target.length() - 1));
    return name == null ? target : target + " (" + name + ")";
  }

  private static void add(Map<String, String> names, String protocol, String[] row) {
    if (protocol.equals("unix")) {
      if (row.length > 6) {
        names.put(row[6], row.length > 7 ? "unix, " + row[7] : "unix");
      }
    } else if (row.length > 9) {
      names.put(row[9], internet(protocol.replace("6", ""), row[1], row[2], row[3]));
    }
  }

  private static String internet(String protocol, String local, String remote, String state) {
    if (protocol.equals("tcp") && !state.equals(LISTENING)) {
      return "tcp, from " + address(local) + " to " + address(remote);
    }
    return protocol + (protocol.equals("tcp") ? ", listening on " : ", bound to ") + address(local);
  }

  /// Reads an address such as `0100007F:1F90`: 32-bit words in the machine's byte order.
  private static String address(String hex) {
    var host = hex.substring(0, hex.indexOf(':'));
    var bytes = ByteBuffer.allocate(host.length() / 2).order(ByteOrder.nativeOrder());
    for (int at = 0; at < host.length(); at += 8) {
      bytes.putInt(Integer.parseUnsignedInt(host, at, at + 8, 16));
    }
    int port = Integer.parseInt(hex.substring(hex.indexOf(':') + 1), 16);
    try {
      return InetAddress.getByAddress(bytes.array()).getHostAddress() + ":" + port;
    } catch (UnknownHostException e) {
      return hex;
    }
  }
}
