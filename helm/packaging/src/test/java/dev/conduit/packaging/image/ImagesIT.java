// SPDX-License-Identifier: Apache-2.0
package dev.conduit.packaging.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.conduit.testkit.kubernetes.process.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * The images of the programs in {@code target/dist}, run as pods run them. What starts here needs
 * nothing that is not in its image.
 */
@TestInstance(Lifecycle.PER_CLASS)
class ImagesIT {
  private static final Path HOME = Path.of(System.getProperty("conduit.root", "../.."));
  private static final Duration START = Duration.ofSeconds(60);

  /** A JVM that cannot use its AOT cache does not start with this. */
  private static final Map<String, String> CACHE_OR_FAIL =
      Map.of("JDK_JAVA_OPTIONS", "-XX:AOTMode=on");

  private static final List<Program> BUILT =
      List.of(Program.SIDECAR, Program.EMBEDDED, Program.GPU_PROBE);

  @TempDir static Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Process> running = new ArrayList<>();

  @BeforeAll
  void build() throws Exception {
    for (Program program : BUILT) {
      assertThat(HOME.resolve("target/dist").resolve(program.folder()))
          .as("run `make build` first")
          .isDirectory();
    }
    new ImageBuild(order(BUILT.toArray(Program[]::new)), line -> {}).run();
  }

  @AfterEach
  void stop() throws InterruptedException {
    for (Process process : running) {
      UnpackedImage.end(process);
    }
    running.clear();
  }

  @Test
  void images_run_answerByTheRealModelThroughTheSidecar() throws Exception {
    requireRoot();
    int enginePort = Ports.free();
    start(
        unpack(Program.EMBEDDED),
        CACHE_OR_FAIL,
        "--host",
        "127.0.0.1",
        "--port",
        "" + enginePort,
        "--served-model-name",
        "light-model",
        "--max-model-len",
        "512");
    await().atMost(START).until(() -> status("http://127.0.0.1:" + enginePort + "/health") == 200);

    int port = Ports.free();
    int probes = Ports.free();
    Path mounted = Files.createDirectories(folder.resolve("mounted"));
    Files.writeString(mounted.resolve("snapshot.json"), snapshot(enginePort));
    start(
        unpack(Program.SIDECAR),
        mounted,
        Map.of(
            "JDK_JAVA_OPTIONS",
            "-XX:AOTMode=on",
            "CONDUIT_SIDECAR_LISTEN_PORT",
            "" + port,
            "QUARKUS_HTTP_PORT",
            "" + probes));
    await()
        .atMost(START)
        .until(() -> status("http://127.0.0.1:" + probes + "/q/health/ready") == 200);

    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/chat/completions"))
                .header("content-type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        """
                        {"model": "auto", "temperature": 0, "max_tokens": 16, "messages":
                         [{"role": "user", "content": "What is the capital of France?"}]}"""))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains("Paris");
    assertThat(answer.headers().firstValue("x-conduit-tier")).hasValue("light");
  }

  @Test
  void images_gpuProbeWithoutADriver_saysSo() throws Exception {
    requireRoot();
    UnpackedImage image = unpack(Program.GPU_PROBE);
    assertThat(start(image, Map.of(), "devices").waitFor()).isZero();
    assertThat(Path.of("target/image-0.log"))
        .content()
        .startsWith("nothing there is no libcuda.so.1 here");
    try (Stream<Path> files = Files.walk(image.root())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .as("what the driver's library asks for")
          .contains("libc.so.6", "libdl.so.2", "libm.so.6", "libpthread.so.0", "librt.so.1");
    }
  }

  @Test
  void images_runOnSigterm_endInOrder() throws Exception {
    requireRoot();
    int probes = Ports.free();
    Process sidecar =
        start(
            unpack(Program.SIDECAR),
            Map.of("CONDUIT_SIDECAR_LISTEN_PORT", "0", "QUARKUS_HTTP_PORT", "" + probes));
    await()
        .atMost(START)
        .until(() -> status("http://127.0.0.1:" + probes + "/q/health/live") == 200);
    // The child of unshare is the program: a signal reaches it as a kubelet's does.
    sidecar.children().forEach(ProcessHandle::destroy);
    assertThat(sidecar.waitFor()).isZero();
  }

  @Test
  void image_config_isNonRootAndSaysWhatItIs() throws Exception {
    requireRoot();
    UnpackedImage image = unpack(Program.EMBEDDED);
    assertThat(image.tags()).containsExactly("test/conduit-engine-embedded:it");
    assertThat(image.architecture()).isEqualTo(Elf.architecture());
    assertThat(image.config().get("User").asText()).isEqualTo("65532:65532");
    assertThat(image.config().get("Labels").get("org.opencontainers.image.title").asText())
        .isEqualTo("conduit-engine-embedded");
    assertThat(image.config().get("Labels").get("org.opencontainers.image.revision").asText())
        .isEqualTo("abc");
    try (Stream<Path> files = Files.walk(image.root())) {
      assertThat(files.filter(Files::isRegularFile))
          .as("nothing that the program could change")
          .noneMatch(ImagesIT::isWritableByOthers);
    }
  }

  @Test
  void order_again_packsWhatChanged() throws Exception {
    Path home = Files.createDirectories(folder.resolve("home"));
    Path bin = Files.createDirectories(home.resolve("bin"));
    Files.copy(HOME.resolve("bin/launch"), bin.resolve("launch"));
    Path lib = Files.createDirectories(home.resolve("target/dist/gpu-probe/lib"));
    for (Path jar : list(HOME.resolve("target/dist/gpu-probe/lib"))) {
      Files.copy(jar, lib.resolve(jar.getFileName()));
    }
    Path out = folder.resolve("again");
    Order order =
        new Order(
            home, out, List.of(Program.GPU_PROBE), "test", "it", Optional.empty(), false, Map.of());
    for (String words : List.of("before", "after")) {
      Files.writeString(lib.resolve("words"), words);
      Path tar = new ImageBuild(order, line -> {}).run().getFirst();
      UnpackedImage image = UnpackedImage.of(tar, folder.resolve("again-" + words));
      assertThat(image.root().resolve("app/lib/words")).hasContent(words);
    }
  }

  @Test
  void order_programIsNotBuilt_saysHow() {
    Order order =
        new Order(
            folder.resolve("nothing"),
            folder.resolve("out"),
            List.of(Program.SIDECAR),
            "test",
            "it",
            Optional.empty(),
            false,
            Map.of());
    assertThatThrownBy(() -> new ImageBuild(order, line -> {}).run())
        .isInstanceOf(BuildFailed.class)
        .hasMessageContaining("the program 'sidecar' is not built")
        .hasMessageContaining("make build");
    assertThatThrownBy(() -> Program.named("gateway"))
        .hasMessageContaining("no program is called 'gateway'")
        .hasMessageContaining("sidecar, embedded, simulator, operator");
  }

  @Test
  void order_baseImage_isUsedForAllButTheProgram() throws Exception {
    requireRoot();
    // Our own image stands in for a distribution's: it has a JDK, and needs no registry.
    Path base = order(Program.SIDECAR).tar(Program.SIDECAR);
    Order order =
        new Order(
            HOME.toAbsolutePath().normalize(),
            folder.resolve("based"),
            List.of(Program.SIDECAR),
            "registry.example.com/team",
            "v1",
            Optional.of("tar://" + base),
            false,
            Map.of());
    Path tar = new ImageBuild(order, line -> {}).run().getFirst();
    UnpackedImage image = UnpackedImage.of(tar, folder.resolve("unpacked-based"));
    assertThat(image.tags()).containsExactly("registry.example.com/team/conduit-sidecar:v1");
    assertThat(image.config().get("Entrypoint").get(0).asText()).isEqualTo("java");
    assertThat(Files.readString(image.root().resolve("app/java.args"))).doesNotContain("AOTCache");
  }

  @Test
  void order_baseImageCannotBePulled_saysWhich() {
    Order order =
        new Order(
            HOME.toAbsolutePath().normalize(),
            folder.resolve("unreachable"),
            List.of(Program.SIDECAR),
            "test",
            "it",
            Optional.of("127.0.0.1:1/jdk:25"),
            false,
            Map.of());
    assertThatThrownBy(() -> new ImageBuild(order, line -> {}).run())
        .isInstanceOf(BuildFailed.class)
        .hasMessageContaining("on 127.0.0.1:1/jdk:25");
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static void requireRoot() {
    assumeTrue(
        System.getProperty("os.name").equals("Linux")
            && "root".equals(System.getProperty("user.name")),
        "unpacking and running an image as another user needs root on Linux");
  }

  private static Order order(Program... programs) {
    return new Order(
        HOME.toAbsolutePath().normalize(),
        folder.resolve("images"),
        List.of(programs),
        "docker.io/test",
        "it",
        Optional.empty(),
        true,
        Map.of("org.opencontainers.image.revision", "abc"));
  }

  private UnpackedImage unpack(Program program) throws Exception {
    Path to = Files.createTempDirectory(folder, program.folder());
    return UnpackedImage.of(order(program).tar(program), to);
  }

  private Process start(UnpackedImage image, Map<String, String> environment, String... arguments)
      throws IOException {
    return start(image, Files.createTempDirectory(folder, "mount"), environment, arguments);
  }

  private Process start(
      UnpackedImage image, Path mounted, Map<String, String> environment, String... arguments)
      throws IOException {
    Path log = Path.of("target", "image-" + running.size() + ".log");
    Process process = image.start(environment, mounted, log, List.of(arguments));
    running.add(process);
    return process;
  }

  private static String snapshot(int enginePort) throws IOException {
    String golden =
        Files.readString(HOME.resolve("crds/contract/src/test/resources/golden/snapshot.json"));
    return golden
        .replace("http://127.0.0.1:9001", "http://127.0.0.1:" + enginePort)
        .replace("http://127.0.0.1:9002", "http://127.0.0.1:" + enginePort);
  }

  private int status(String url) throws InterruptedException {
    assertThat(running).allMatch(Process::isAlive, "still runs; see target/image-*.log");
    try {
      return http.send(
              HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(2)).build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      return 0; // not yet
    }
  }

  private static boolean isWritableByOthers(Path file) {
    try {
      return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_WRITE)
          || (int) Files.getAttribute(file, "unix:uid") != 0;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
