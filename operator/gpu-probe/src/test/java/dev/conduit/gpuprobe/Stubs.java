// SPDX-License-Identifier: Apache-2.0
package dev.conduit.gpuprobe;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A native library made of an object's methods: each becomes a function of C that a caller of
 * native code finds by its name. Types: {@code int}, and {@code MemorySegment} for pointers.
 */
@SuppressWarnings("restricted") // it is native code for its callers
final class Stubs implements SymbolLookup {
  private final Map<String, MemorySegment> functions = new HashMap<>();

  private Stubs() {}

  static Library of(Object driver, Arena arena, String... without) {
    Stubs stubs = new Stubs();
    for (Method method : driver.getClass().getDeclaredMethods()) {
      if (!Set.of(without).contains(method.getName())
          && !method.isSynthetic()
          && method.getReturnType() == int.class) {
        stubs.functions.put(method.getName(), stub(driver, method, arena));
      }
    }
    return new Library(stubs, arena);
  }

  private static MemorySegment stub(Object driver, Method method, Arena arena) {
    try {
      MethodHandle handle = MethodHandles.lookup().unreflect(method).bindTo(driver);
      MemoryLayout[] layouts =
          Arrays.stream(method.getParameterTypes())
              .map(type -> type == int.class ? ValueLayout.JAVA_INT : ValueLayout.ADDRESS)
              .toArray(MemoryLayout[]::new);
      return Linker.nativeLinker()
          .upcallStub(handle, FunctionDescriptor.of(ValueLayout.JAVA_INT, layouts), arena);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Optional<MemorySegment> find(String name) {
    return Optional.ofNullable(functions.get(name));
  }

  static void write(MemorySegment pointer, int value) {
    pointer.reinterpret(4).set(ValueLayout.JAVA_INT, 0, value);
  }

  static void write(MemorySegment pointer, long value) {
    pointer.reinterpret(8).set(ValueLayout.JAVA_LONG, 0, value);
  }

  static void write(MemorySegment pointer, MemorySegment value) {
    pointer.reinterpret(8).set(ValueLayout.ADDRESS, 0, value);
  }

  /** As a driver does: cut to the length, with a zero at its end. */
  static void write(MemorySegment pointer, int length, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    MemorySegment room = pointer.reinterpret(length);
    int kept = Math.min(bytes.length, length - 1);
    MemorySegment.copy(bytes, 0, room, ValueLayout.JAVA_BYTE, 0, kept);
    room.set(ValueLayout.JAVA_BYTE, kept, (byte) 0);
  }
}
