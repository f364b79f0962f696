// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.console;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/** What went wrong with a file, in words: the exceptions of the JDK often only name the file. */
public final class FileTrouble {
  private FileTrouble() {}

  /** Such as {@code /etc/x: permission denied}. */
  public static String words(IOException e) {
    return switch (e) {
      case AccessDeniedException denied -> denied.getFile() + ": permission denied";
      case NoSuchFileException none -> none.getFile() + ": no such file or folder";
      case FileSystemException other when other.getFile() != null ->
          other.getFile()
              + ": "
              + Objects.requireNonNullElse(other.getReason(), other.getClass().getSimpleName());
      default -> Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
    };
  }
}
