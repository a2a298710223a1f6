ARG SUITE=trixie

FROM debian:${SUITE}-slim AS build
WORKDIR /src
# A separate layer, so that a change to the sources does not reinstall the packages.
COPY script/bootstrap script/
RUN script/bootstrap build
COPY . .
RUN script/build
RUN cmake --install build --strip --prefix /image/usr
# The libraries that the binary needs, except those in Debian's base image.
RUN mkdir -p /image/usr/local/lib \
 && ldd build/chatmock | sed -n 's/.* => \(.*\) (.*/\1/p' | grep -vE '/lib(c|m|gcc_s|stdc\+\+)\.so' \
    | xargs cp --dereference --target-directory=/image/usr/local/lib

FROM debian:${SUITE}-slim
COPY --from=build /image /
# The certificates that `verify`, `record` and `listen` trust.
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
RUN ldconfig && useradd --system --no-create-home chatmock
USER chatmock
ENV CHATMOCK_SOCKET=0.0.0.0:8090 CHATMOCK_CONTROL=0.0.0.0:8091 \
    SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt
EXPOSE 8090 8091
HEALTHCHECK --interval=2s --timeout=2s --start-period=10s --retries=3 CMD ["chatmock", "health"]
ENTRYPOINT ["chatmock"]
CMD ["serve"]
