package org.openlauncher.plugin.kubernetes.api;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where the API server is, how it proves who it is, and as whom the launcher speaks to it. */
public sealed interface Connection {
  /** The client's configuration, as things stand now. */
  Config config() throws IOException;

  /** What is sent with each request to say who asks; empty where the client sees to it. */
  Optional<String> token() throws IOException;

  /** The file with which all of it changes. */
  Optional<Path> file();

  /** How long it takes to give up the making of a connection. */
  Duration CONNECT = Duration.ofSeconds(5);

  /** Of the client's own habits none is wanted: it neither retries nor looks for other settings. */
  private static ConfigBuilder plain(Config config) {
    return new ConfigBuilder(config)
        .withAutoConfigure(false)
        .withRequestRetryBackoffLimit(0)
        .withConnectionTimeout((int) CONNECT.toMillis())
        // With one connection for all, the JDK's client fails where streams are too many.
        .withHttp2Disable(true)
        .withUserAgent("openlauncher");
  }

  /**
   * An address and a token.
   *
   * @param address up to, and without, /api
   * @param authority the certificates, in PEM, that the server's has to come from; empty for those
   *     of the machine
   * @param verify whether the server has to prove who it is
   * @param credential the token
   */
  record ByToken(
      String address, Optional<Authority> authority, boolean verify, Credential credential)
      implements Connection {
    @Override
    public Config config() throws IOException {
      ConfigBuilder builder = plain(Config.empty()).withMasterUrl(address).withTrustCerts(!verify);
      builder.withDisableHostnameVerification(!verify);
      if (authority.isPresent()) {
        builder.withCaCertData(authority.get().pem());
      }
      return builder.build();
    }

    @Override
    public Optional<String> token() throws IOException {
      return Optional.of(credential.token());
    }

    @Override
    public Optional<Path> file() {
      return authority.flatMap(Authority::file);
    }
  }

  /**
   * All that a file in the form of kubectl's says.
   *
   * @param path the file
   */
  record ByFile(Path path) implements Connection {
    @Override
    public Config config() throws IOException {
      if (!Files.isReadable(path)) {
        throw new IOException("the launcher can't read " + path);
      }
      return plain(Config.fromKubeconfig(path.toFile())).build();
    }

    @Override
    public Optional<String> token() {
      return Optional.empty();
    }

    @Override
    public Optional<Path> file() {
      return Optional.of(path);
    }
  }

  /** Certificates to trust. */
  sealed interface Authority {
    /** Them, in PEM. */
    String pem() throws IOException;

    /** Where they stand. */
    Optional<Path> file();

    /**
     * As they were configured.
     *
     * @param pem them, in PEM
     */
    record Given(String pem) implements Authority {
      @Override
      public Optional<Path> file() {
        return Optional.empty();
      }
    }

    /**
     * In a file.
     *
     * @param path the file
     */
    record InFile(Path path) implements Authority {
      @Override
      public String pem() throws IOException {
        return Files.readString(path);
      }

      @Override
      public Optional<Path> file() {
        return Optional.of(path);
      }
    }
  }

  /** What proves who the launcher is. */
  sealed interface Credential {
    /** It, as it is now. */
    String token() throws IOException;

    /**
     * As it was configured.
     *
     * @param token the token
     */
    record Given(String token) implements Credential {
      @Override
      public String toString() {
        return "Given[token=...]";
      }
    }

    /**
     * In a file that somebody renews; read for each request, since it is short.
     *
     * @param path the file
     */
    record InFile(Path path) implements Credential {
      @Override
      public String token() throws IOException {
        return Files.readString(path).strip();
      }
    }
  }
}
