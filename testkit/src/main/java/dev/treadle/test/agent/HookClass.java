package dev.treadle.test.agent;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.constant.ClassDesc;
import java.lang.invoke.MethodHandles;

/// Defines [Hook] inside `java.base` under the name `java.lang.TreadleHook`.
///
/// A class defined through a lookup needs no append to the boot class path, which would print a
/// warning and switch off class data sharing for the whole JVM.
final class HookClass {

  static final ClassDesc NAME = ClassDesc.of("java.lang.TreadleHook");

  private static final String TEMPLATE = Hook.class.getName().replace('.', '/');
  private static final String RENAMED = "java/lang/TreadleHook";

  private HookClass() {}

  /// Defines the class; `java.lang` must be open to this module.
  static void define() throws IOException, IllegalAccessException {
    var lookup = MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup());
    lookup.ensureInitialized(lookup.defineClass(renamed(template())));
  }

  private static byte[] template() throws IOException {
    try (InputStream in = Hook.class.getResourceAsStream("Hook.class")) {
      if (in == null) {
        throw new IOException(
            "expected Hook.class beside " + HookClass.class.getName() + ", found none");
      }
      return in.readAllBytes();
    }
  }

  /// Copies a class file, renaming the class in its constant pool (JVMS 4.4); all that follows
  /// refers to it by index.
  private static byte[] renamed(byte[] classFile) throws IOException {
    var in = new DataInputStream(new java.io.ByteArrayInputStream(classFile));
    var bytes = new ByteArrayOutputStream(classFile.length);
    var out = new DataOutputStream(bytes);
    out.writeLong(in.readLong()); // magic and version
    int count = in.readUnsignedShort();
    out.writeShort(count);
    for (int i = 1; i < count; i++) {
      i += copyConstant(in, out);
    }
    in.transferTo(out);
    return bytes.toByteArray();
  }

  /// Copies one constant and returns how many further indices it takes: long and double take two
  /// each.
  private static int copyConstant(DataInputStream in, DataOutputStream out) throws IOException {
    int tag = in.readUnsignedByte();
    out.writeByte(tag);
    switch (tag) {
      case 1 -> out.writeUTF(in.readUTF().replace(TEMPLATE, RENAMED));
      case 5, 6 -> out.writeLong(in.readLong());
      case 7, 8, 16, 19, 20 -> out.writeShort(in.readUnsignedShort());
      case 15 -> {
        out.writeByte(in.readUnsignedByte());
        out.writeShort(in.readUnsignedShort());
      }
      default -> out.writeInt(in.readInt());
    }
    return tag == 5 || tag == 6 ? 1 : 0;
  }
}
