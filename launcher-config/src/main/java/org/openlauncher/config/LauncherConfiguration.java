package org.openlauncher.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openlauncher.api.configuration.Origin;
import org.openlauncher.config.ConfigurationFile.Entry;
import org.openlauncher.config.ConfigurationFile.Section;

/**
 * What launcher.conf says.
 *
 * @param file launcher.conf, absolute
 * @param folder the folder that it was looked for in
 * @param server the {@code [server]} section
 * @param clusters the {@code [cluster]} sections, in the file's order
 * @param values all values with where they come from, secrets hidden
 */
public record LauncherConfiguration(
    Path file,
    ConfigurationFolder folder,
    ServerSettings server,
    List<ClusterSection> clusters,
    List<EffectiveValue> values) {
  private static final String SERVER = "server";
  private static final String CLUSTER = "cluster";
  private static final String IF_MISSING =
      "create it with a [server] and a [cluster] section, or tell where it is with --config-dir or "
          + ConfigurationFolder.ENVIRONMENT_VARIABLE;

  /** Takes copies of the lists. */
  public LauncherConfiguration {
    clusters = List.copyOf(clusters);
    values = List.copyOf(values);
  }

  /**
   * Where an option stands.
   *
   * @param cluster in whose section; empty for the server's
   * @return empty where it has its default
   */
  public Optional<Origin> origin(Optional<String> cluster, String option) {
    return values.stream()
        .filter(value -> value.cluster().equals(cluster) && value.option().equals(option))
        .findFirst()
        .flatMap(EffectiveValue::origin);
  }

  /**
   * Reads launcher.conf.
   *
   * @param problems takes what is wrong with it; where it then has errors, the result serves only
   *     for checking the clusters' files too, so that all problems are told at once
   * @return empty where the file can't be read at all
   */
  public static Optional<LauncherConfiguration> read(
      ConfigurationFolder folder, Problems problems) {
    return ConfigurationFile.read(folder.launcherFile(), IF_MISSING, problems)
        .map(file -> new Reader(folder, file, problems).read());
  }

  /**
   * Reads the {@code [server]} section of launcher.conf alone, for who has nothing to do with
   * clusters.
   *
   * @param problems takes what is wrong outside the {@code [cluster]} sections
   * @return empty where the file can't be read at all
   */
  public static Optional<ServerSettings> readServer(ConfigurationFolder folder, Problems problems) {
    Problems all = new Problems();
    Optional<ConfigurationFile> file =
        ConfigurationFile.read(folder.launcherFile(), IF_MISSING, all);
    Optional<ServerSettings> settings =
        file.map(read -> new Reader(folder, read, all).server().settings());
    for (Problem problem : all.list()) {
      boolean ofCluster =
          problem.line().isPresent()
              && file.map(read -> read.sectionAt(problem.line().getAsInt()))
                  .filter(section -> section.name().equals(CLUSTER))
                  .isPresent();
      if (!ofCluster) {
        problems.add(problem.file(), problem.line(), problem.severity(), problem.message());
      }
    }
    return settings;
  }

  private static final class Reader {
    private final ConfigurationFolder folder;
    private final ConfigurationFile file;
    private final Problems problems;

    Reader(ConfigurationFolder folder, ConfigurationFile file, Problems problems) {
      this.folder = folder;
      this.file = file;
      this.problems = problems;
    }

    LauncherConfiguration read() {
      ServerSectionReader server = server();
      ServerSettings settings = server.settings();
      ClusterSectionReader clusters = new ClusterSectionReader(folder, file.path(), problems);
      boolean anyCluster = false;
      for (Section section : file.sections()) {
        Optional<Origin> header = section.header();
        if (header.isPresent() && section.name().equals(CLUSTER)) {
          anyCluster = true;
          clusters.read(section, header.get());
        }
      }
      if (!anyCluster) {
        problems.error(file.path(), "expected at least one [cluster] section, found none");
      }
      List<EffectiveValue> values = new ArrayList<>(server.listed());
      values.addAll(clusters.listed());
      return new LauncherConfiguration(file.path(), folder, settings, clusters.clusters(), values);
    }

    /** Of the one [server] section; tells of all that is no [cluster] section either. */
    private ServerSectionReader server() {
      Optional<Section> server = Optional.empty();
      for (Section section : file.sections()) {
        Optional<Origin> header = section.header();
        if (header.isEmpty()) {
          outside(section);
        } else if (section.name().equals(SERVER)) {
          server = Optional.of(onlyServer(server, section, header.get()));
        } else if (!section.name().equals(CLUSTER)) {
          problems.error(
              header.get(),
              "unknown section ["
                  + section.name()
                  + "]; "
                  + NearestName.suggestion(section.name(), List.of(SERVER, CLUSTER)));
        }
      }
      if (server.isEmpty()) {
        problems.error(file.path(), "expected exactly one [server] section, found none");
      }
      Section section = server.orElseGet(() -> new Section(SERVER, Optional.empty(), List.of()));
      return new ServerSectionReader(folder, file.path(), section, problems);
    }

    private Section onlyServer(Optional<Section> first, Section section, Origin header) {
      if (first.isEmpty()) {
        return section;
      }
      problems.error(
          header,
          "expected exactly one [server] section, found another one in line "
              + first.get().header().map(Origin::line).orElseThrow());
      new ServerSectionReader(folder, file.path(), section, problems).settings();
      return first.get();
    }

    private void outside(Section section) {
      for (Entry entry : section.entries()) {
        problems.error(
            entry.origin(),
            "expected [server] or [cluster] before the first key, found " + Quoted.of(entry.key()));
      }
    }
  }
}
