package dev.treadle.test.agent;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.constant.ClassDesc;
import java.lang.invoke.MethodHandles;
import java.util.List;

/// Defines [Hook] inside `java.base` under the name `java.lang.TreadleHook`, and those that it
/// needs likewise.
///
/// A class defined through a lookup needs no append to the boot class path, which would print a
/// warning and switch off class data sharing for the whole JVM.
final class HookClass {

  static final ClassDesc NAME = ClassDesc.of("java.lang.TreadleHook");
  static final ClassDesc REFERENCES = ClassDesc.of("java.lang.TreadleHookReferences");

  private static final String TEMPLATE = Hook.class.getName().replace('.', '/');
  private static final String RENAMED = "java/lang/TreadleHook";

  private HookClass() {}

  /// Defines the classes; `java.lang` must be open to this module.
  static void define() throws IOException, IllegalAccessException {
    var lookup = MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup());
    for (var template : List.of(HookTypes.class, Hook.class, HookReferences.class)) {
      lookup.ensureInitialized(lookup.defineClass(renamed(bytes(template))));
    }
  }

  private static byte[] bytes(Class<?> template) throws IOException {
    var file = template.getSimpleName() + ".class";
    try (InputStream in = Hook.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IOException(
            "expected " + file + " beside " + HookClass.class.getName() + ", found none");
      }
      return in.readAllBytes();
    }
  }

  /// Copies a class file, renaming the classes in its constant pool (JVMS 4.4); all that follows
  /// refers to it by index.
  private static byte[] renamed(byte[] classFile) throws IOException {
    var in = new DataInputStream(new ByteArrayInputStream(classFile));
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
