package org.openlauncher.boot;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.core.ConditionFactory;
import org.openlauncher.testing.LauncherClient;
import org.openlauncher.testing.TestBundle;
import org.openlauncher.testing.TestConfiguration;
import org.openlauncher.testing.UnpackedLauncher;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A launcher in this process, with a plugins folder that tests put trial plugins into. */
final class HostedPlugins implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path plugins;
  private final LauncherFramework framework;
  private final LauncherClient client;

  /**
   * @param folder holds everything
   * @param server lines of the server's section
   * @param clusters the names of the clusters, each the name of its type too
   */
  HostedPlugins(Path folder, String server, String... clusters)
      throws IOException, StartupException {
    UnpackedLauncher built = UnpackedLauncher.built();
    plugins = Files.createDirectory(folder.resolve("plugins"));
    Files.setPosixFilePermissions(plugins, PosixFilePermissions.fromString("rwxr-xr-x"));
    TestConfiguration configuration = TestConfiguration.in(folder);
    Path file = configuration.folder().resolve("launcher.conf");
    String text = Files.readString(file);
    Files.writeString(file, text.substring(0, text.indexOf("[cluster]")) + server + "\n");
    for (String cluster : clusters) {
      Files.writeString(
          file,
          "[cluster]\nname=" + cluster + "\ntype=" + cluster + "\n",
          StandardOpenOption.APPEND);
    }
    System.setProperty(
        "logback.configurationFile", built.home().resolve("conf/logback-stderr.xml").toString());
    System.setProperty("openlauncher.home", built.home().toString());
    System.setProperty("openlauncher.config.dir", configuration.folder().toString());
    System.setProperty("openlauncher.plugins.dir", plugins.toString());
    System.setProperty("openlauncher.plugins.copies", folder.resolve("plugin-copies").toString());
    System.setProperty("openlauncher.ready.file", folder.resolve("ready").toString());
    framework = LauncherFramework.with(new FrameworkSettings(folder.resolve("cache")).properties());
    framework.start(BundleJar.in(built.home().resolve("bundles")));
    client = new LauncherClient(configuration.socket(), "");
  }

  static ConditionFactory soon() {
    return await().atMost(PATIENCE);
  }

  Path jar(String name) {
    return plugins.resolve(name + ".jar");
  }

  /** Puts a trial plugin into the folder. */
  void put(String name, String version, String faults, String... types) throws IOException {
    put(TestBundle.TRIAL.named("org.example." + name), name, version, faults, types);
  }

  void put(TestBundle bundle, String name, String version, String faults, String... types)
      throws IOException {
    bundle.packTo(jar(name), version, TestBundle.trial(faults, types));
  }

  /** An answer's status and body. */
  record Answer(int status, JsonNode body) {
    String message() {
      return body.path("error").path("message").asString("");
    }
  }

  Answer get(String path) {
    try {
      return answer(client.get(path));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  Answer post(String path, String json) {
    try {
      return answer(client.post(path, json));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Answer answer(String text) {
    String body = text.substring(text.indexOf("\r\n\r\n") + 4);
    // Chunks, where it is long: none of these answers has braces outside of its JSON.
    String json =
        text.contains("Transfer-Encoding: chunked")
            ? body.substring(body.indexOf('{'), body.lastIndexOf('}') + 1)
            : body;
    return new Answer(Integer.parseInt(text.substring(9, 12)), JSON.readTree(json));
  }

  Answer submit(String cluster) {
    return submit(cluster, "true");
  }

  private Answer submit(String cluster, String command) {
    return post(
        "/jobs",
        "{\"job\":{\"name\":\"trial\",\"cluster\":\""
            + cluster
            + "\",\"command\":\""
            + command
            + "\"}}");
  }

  /** Submits a job that must be taken. */
  String submitted(String cluster) {
    return submitted(cluster, "true");
  }

  /** Submits a job that must be taken, with a command that needs no quoting in JSON. */
  String submitted(String cluster, String command) {
    Answer answer = submit(cluster, command);
    if (answer.status() != 201) {
      throw new AssertionError("POST /jobs: " + answer);
    }
    return answer.body().path("job").path("id").asString();
  }

  JsonNode job(String id) {
    return get("/jobs/" + id).body().path("job");
  }

  /** The answer that holds a job's standard output, with all that HTTP puts around it. */
  String output(String id) {
    try {
      return client.get("/jobs/" + id + "/output?type=stdout");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** A cluster, as /status tells of it. */
  JsonNode cluster(String name) {
    for (JsonNode cluster : get("/status").body().path("clusters")) {
      if (cluster.path("name").asString().equals(name)) {
        return cluster;
      }
    }
    throw new AssertionError("no cluster " + name);
  }

  void awaitGreen(String cluster) {
    soon().until(() -> cluster(cluster).path("status").asString().equals("Green"));
  }

  /** A plugin of the list for administrators. */
  JsonNode plugin(String name) {
    for (JsonNode plugin : get("/plugins").body().path("plugins")) {
      if (plugin.path("name").asString().equals("org.example." + name)) {
        return plugin;
      }
    }
    return JSON.createObjectNode();
  }

  void awaitVersion(String name, String version) {
    soon().until(() -> plugin(name).path("version").asString("").equals(version));
  }

  /** The versions that serve a type, as /status tells. */
  List<String> serving(String type) {
    List<String> versions = new ArrayList<>();
    for (JsonNode plugin : get("/status").body().path("plugins")) {
      if (plugin.path("type").asString().equals(type)) {
        versions.add(plugin.path("version").asString());
      }
    }
    return versions;
  }

  /** What /status warns of, as one text. */
  String warnings() {
    return get("/status").body().path("warnings").toString();
  }

  @Override
  public void close() {
    if (!framework.stop(PATIENCE)) {
      throw new AssertionError("the framework does not stop");
    }
  }
}
