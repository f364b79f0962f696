// SPDX-License-Identifier: Apache-2.0
package dev.conduit.gpuprobe;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * A native library whose functions answer a code, zero for success, and write what they are asked
 * for where a pointer points. For one thread.
 *
 * @param symbols where its functions are
 * @param arena of everything that is handed to it
 */
@SuppressWarnings("restricted") // calling native code is what it is for
record Library(SymbolLookup symbols, Arena arena) {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final int NAME_LENGTH = 96;

  /** Empty where the machine has no such library, or none that can be loaded. */
  static Optional<Library> named(String file, Arena arena) {
    try {
      return Optional.of(new Library(SymbolLookup.libraryLookup(file, arena), arena));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** A function answered something else than success, or is not there. */
  static final class CallFailed extends Exception {
    private static final long serialVersionUID = 1L;
    private final String function;
    private final int code;

    CallFailed(String function, int code) {
      super("%s answered %d".formatted(function, code));
      this.function = function;
      this.code = code;
    }

    String function() {
      return function;
    }

    int code() {
      return code;
    }
  }

  /** The code of a function that the library lacks. */
  static final int MISSING = Integer.MIN_VALUE;

  /**
   * Calls a function for its effect.
   *
   * @param arguments integers and addresses, as C has them
   */
  void call(String function, Object... arguments) throws CallFailed {
    int code = code(function, arguments);
    if (code != 0) {
      throw new CallFailed(function, code);
    }
  }

  /** What a function answers; {@link #MISSING} where there is none. */
  int code(String function, Object... arguments) {
    Optional<MemorySegment> address = symbols.find(function);
    if (address.isEmpty()) {
      return MISSING;
    }
    MemoryLayout[] layouts =
        Arrays.stream(arguments).map(Library::layout).toArray(MemoryLayout[]::new);
    try {
      return (int)
          LINKER
              .downcallHandle(address.get(), FunctionDescriptor.of(ValueLayout.JAVA_INT, layouts))
              .invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw new IllegalStateException("cannot call " + function, e);
    }
  }

  private static MemoryLayout layout(Object argument) {
    return argument instanceof Integer ? ValueLayout.JAVA_INT : ValueLayout.ADDRESS;
  }

  /** Room for an {@code int} that a function writes. */
  MemorySegment ofInt() {
    return arena.allocate(ValueLayout.JAVA_INT);
  }

  /** Room for a {@code size_t} that a function writes. */
  MemorySegment ofSize() {
    return arena.allocate(ValueLayout.JAVA_LONG);
  }

  /** Room for a pointer that a function writes. */
  MemorySegment ofPointer() {
    return arena.allocate(ValueLayout.ADDRESS);
  }

  /**
   * The text that a function of {@code (char*, int, device)} or of {@code (device, char*, int)}
   * writes.
   */
  String text(String function, Object device, boolean deviceFirst) throws CallFailed {
    MemorySegment room = arena.allocate(NAME_LENGTH);
    if (deviceFirst) {
      call(function, device, room, NAME_LENGTH);
    } else {
      call(function, room, NAME_LENGTH, device);
    }
    room.set(ValueLayout.JAVA_BYTE, NAME_LENGTH - 1, (byte) 0);
    return room.getString(0, StandardCharsets.UTF_8);
  }

  /** The text that a pointer written by a function points to. */
  static String textAt(MemorySegment pointer) {
    AddressLayout toText =
        ValueLayout.ADDRESS.withTargetLayout(
            MemoryLayout.sequenceLayout(NAME_LENGTH, ValueLayout.JAVA_BYTE));
    return pointer.get(toText, 0).getString(0, StandardCharsets.US_ASCII);
  }
}
