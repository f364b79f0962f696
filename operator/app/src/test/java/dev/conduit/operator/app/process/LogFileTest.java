// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogFileTest {
  @TempDir Path folder;

  @Test
  void trim_overTheLimit_keepsOneOldFileAndStartsAnew() throws Exception {
    LogFile log = new LogFile(folder.resolve("engine.log"), 10);
    Files.writeString(log.path(), "0123456789\nlast\n");
    log.trim();
    assertThat(log.path()).isEmptyFile();
    assertThat(folder.resolve("engine.log.1")).hasContent("0123456789\nlast\n");
  }

  @Test
  void trim_underTheLimit_leavesItAlone() throws Exception {
    LogFile log = new LogFile(folder.resolve("engine.log"), 100);
    Files.writeString(log.path(), "short\n");
    log.trim();
    assertThat(log.tail(3)).containsExactly("short");
    assertThat(folder.resolve("engine.log.1")).doesNotExist();
  }

  @Test
  void tail_missingFile_isEmpty() {
    assertThat(new LogFile(folder.resolve("none.log"), 1).tail(3)).isEmpty();
  }
}
