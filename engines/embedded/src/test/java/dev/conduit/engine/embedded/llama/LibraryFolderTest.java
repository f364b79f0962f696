// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.embedded.llama;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

final class LibraryFolderTest {
  @Test
  void binding_whenItsClassIsInitialised_hasAFolderOfItsOwn() throws Exception {
    Class.forName(LlamaBinding.class.getName());
    Path folder = Path.of(System.getProperty(LibraryFolder.PROPERTY));
    assertThat(folder.getParent()).isEqualTo(Path.of(System.getProperty("java.io.tmpdir")));
    assertThat(Files.getPosixFilePermissions(folder))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    LibraryFolder.claim();
    assertThat(System.getProperty(LibraryFolder.PROPERTY)).isEqualTo(folder.toString());
  }
}
