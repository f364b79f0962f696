// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.embedded.llama;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class LibraryFolderTest {
  @Test
  void binding_whenItsClassIsInitialised_hasAFolderOfItsOwn() throws Exception {
    Class.forName(LlamaBinding.class.getName());
    Path folder = Path.of(System.getProperty(LibraryFolder.PROPERTY));
    assertThat(folder.getParent()).isEqualTo(Path.of(System.getProperty("java.io.tmpdir")));
  }

  @Test
  void folder_claimed_isOfThisUserAloneAndClaimedOnce() throws Exception {
    String before = System.getProperty(LibraryFolder.PROPERTY);
    System.clearProperty(LibraryFolder.PROPERTY);
    try {
      LibraryFolder.claim();
      Path folder = Path.of(System.getProperty(LibraryFolder.PROPERTY));
      assertThat(Files.getPosixFilePermissions(folder))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
      LibraryFolder.claim();
      assertThat(System.getProperty(LibraryFolder.PROPERTY)).isEqualTo(folder.toString());
      LibraryFolder.release();
    } finally {
      restore(before);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void folder_whenTheLibraryIsLoaded_isRemoved() throws Exception {
    String before = System.getProperty(LibraryFolder.PROPERTY);
    System.clearProperty(LibraryFolder.PROPERTY);
    try {
      LibraryFolder.claim();
      Path folder = Path.of(System.getProperty(LibraryFolder.PROPERTY));
      Files.writeString(folder.resolve("libjllama.so"), "");
      LibraryFolder.release();
      assertThat(folder).doesNotExist();
      LibraryFolder.release();
    } finally {
      restore(before);
    }
  }

  @Test
  void folder_thatThePersonNamed_isLeftAlone(@TempDir Path theirs) throws Exception {
    String before = System.getProperty(LibraryFolder.PROPERTY);
    Path file = Files.writeString(theirs.resolve("llama-notes.txt"), "");
    System.setProperty(LibraryFolder.PROPERTY, theirs.toString());
    try {
      LibraryFolder.claim();
      LibraryFolder.release();
      assertThat(file).exists();
    } finally {
      restore(before);
    }
  }

  private static void restore(@Nullable String before) {
    if (before == null) {
      System.clearProperty(LibraryFolder.PROPERTY);
    } else {
      System.setProperty(LibraryFolder.PROPERTY, before);
    }
  }
}
