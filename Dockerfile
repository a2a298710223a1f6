# The mock on an empty file system. script/release sets ROOT to an image that already has it in /image, and the facts.
ARG SUITE=trixie
ARG ROOT=build

FROM debian:${SUITE}-slim AS tools
WORKDIR /src
# A separate layer, so that a change to the sources does not reinstall the packages.
COPY script/bootstrap script/
RUN script/bootstrap build

FROM tools AS build
COPY . .
RUN script/build
RUN cmake --install build --strip --prefix /installed && script/image-root /installed /image

FROM ${ROOT} AS root

FROM scratch
ARG VERSION=unknown
ARG COMMIT=unknown
ARG CREATED=unknown
LABEL org.opencontainers.image.title=chatmock \
      org.opencontainers.image.description="Mock server of a chat service's Socket.IO endpoint" \
      org.opencontainers.image.licenses=MIT \
      org.opencontainers.image.version=${VERSION} \
      org.opencontainers.image.revision=${COMMIT} \
      org.opencontainers.image.created=${CREATED}
COPY --from=root /image /
USER 65532:65532
# `verify`, `record` and `listen` trust these certificates.
ENV CHATMOCK_SOCKET=0.0.0.0:8090 CHATMOCK_CONTROL=0.0.0.0:8091 \
    SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt
EXPOSE 8090 8091
HEALTHCHECK --interval=1s --timeout=2s --start-period=10s --retries=5 CMD ["chatmock", "health"]
ENTRYPOINT ["chatmock"]
CMD ["serve"]
